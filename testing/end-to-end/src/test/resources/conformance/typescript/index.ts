import { type Asked, Level, trouble } from './types';

const levels: readonly Level[] = [Level.Debug, Level.Info, Level.Warn, Level.Error];

export function handle(request: Asked): unknown {
  switch (request.path) {
    case '/hello':
      return { message: `Hello, ${request.query.name}` };
    case '/echo':
      return { status: 200, headers: { 'content-type': request.headers['content-type'] }, body: request.body };
    case '/shaped':
      return {
        status: 201,
        headers: { 'x-made-by': request.headers['x-asked'], 'content-type': 'text/plain' },
        body: 'made',
      };
    case '/environment':
      return { greeting: process.env.GREETING, token: process.env.API_TOKEN };
    case '/log':
      for (const [at, text] of ['one ä', 'two', 'three', 'four'].entries()) {
        console[levels[at]!](text);
      }
      return 'logged';
    case '/stack':
      console.error(trouble());
      return 'told';
    case '/fail':
      throw new Error('on purpose');
    case '/loop':
      for (;;);
    case '/memory': {
      const all: Uint8Array[] = [];
      for (;;) all.push(new Uint8Array(1 << 20).fill(1));
    }
    case '/output':
      return { status: 200, body: 'x'.repeat(Number(request.query.bytes)) };
  }
}
