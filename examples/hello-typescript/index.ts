import type { Request } from './fairlead';

interface Greeting {
  message: string;
}

// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
export function handle(request: Request): Greeting {
  const name: string = request.body?.name ?? request.query.name ?? 'world';
  return { message: `Hello, ${name}` };
}
