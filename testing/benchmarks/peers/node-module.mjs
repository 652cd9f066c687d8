// The same WebAssembly module behind node's own HTTP server, a fresh instance for each request.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { call } from "./reactor.mjs";
const module = new WebAssembly.Module(readFileSync(process.argv[3]));
createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = call(module, {
    method: request.method,
    path: url.pathname,
    headers: request.headers,
    query: Object.fromEntries(url.searchParams),
    body: null,
  });
  response.setHeader("content-type", "application/json");
  response.end(answer);
}).listen(Number(process.argv[2]), "127.0.0.1");
