import module from "module.wasm";
import { call } from "reactor";
export default {
  async fetch(request) {
    const url = new URL(request.url);
    const answer = call(module, {
      method: request.method,
      path: url.pathname,
      headers: Object.fromEntries(request.headers),
      query: Object.fromEntries(url.searchParams),
      body: null,
    });
    return new Response(answer, { headers: { "content-type": "application/json" } });
  },
};
