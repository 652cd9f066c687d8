// A WebSocket that says back what it hears, with how many messages came before. Plain requests are
// told what this is.
export function handle() {
  return { status: 426, headers: { upgrade: 'websocket' }, body: 'this is a WebSocket' };
}

export function socket({ type, data, state, protocols, request }) {
  switch (type) {
    case 'open':
      if (request.query.name === undefined) return { status: 400, body: 'who are you? add ?name=' };
      return {
        protocol: protocols.find(one => one === 'echo'),
        state: { name: request.query.name, count: 0 },
        send: `Hello, ${request.query.name}`,
      };
    case 'message':
      if (data === 'bye') return { close: { code: 1000, reason: `after ${state.count}` } };
      return {
        send: typeof data === 'string' ? `${state.count}: ${data}` : data.reverse(),
        state: { ...state, count: state.count + 1 },
      };
    case 'close':
      console.log(`${state.name} left after ${state.count}`);
  }
}
