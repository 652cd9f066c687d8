// What GuestRuntimeContract asks for, as a script.
let state = 0;
export function handle(request) {
  switch (request.path) {
    case '/hello': return { message: 'Hello, ' + (request.body?.name ?? request.query.name ?? 'world') };
    case '/shaped': return { status: 201, headers: { 'X-Made-By': 'guest', 'content-type': 'text/plain' }, body: 'made' };
    case '/loop': for (;;) {}
    case '/memory': { const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1)); }
    case '/recursion': { const deeper = n => 1 + deeper(n + 1); return deeper(0); }
    case '/output': return 'x'.repeat(32 << 20);
    case '/log': for (let i = 0; i < 3000; i++) console.log('line ' + i); return 'logged';
    case '/trap': throw new Error('on purpose');
    case '/state': return ++state;
    case '/header': return { got: request.headers['x-asked'] };
    case '/bad': return { status: 99 };
  }
}
