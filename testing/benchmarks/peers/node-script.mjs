// The same JavaScript handler behind node's own HTTP server, with no isolation.
import { createServer } from "node:http";
const { handle } = await import(process.argv[3]);
createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const answer = handle({
    method: request.method,
    path: url.pathname,
    headers: request.headers,
    query: Object.fromEntries(url.searchParams),
    body: null,
  });
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(answer));
}).listen(Number(process.argv[2]), "127.0.0.1");
