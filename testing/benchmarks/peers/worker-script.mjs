import { handle } from "handler";
export default {
  async fetch(request) {
    const url = new URL(request.url);
    const answer = handle({
      method: request.method,
      path: url.pathname,
      headers: Object.fromEntries(request.headers),
      query: Object.fromEntries(url.searchParams),
      body: null,
    });
    return Response.json(answer);
  },
};
