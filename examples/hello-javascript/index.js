// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
export function handle(request) {
  const name = request.body?.name ?? request.query.name ?? 'world';
  return { message: `Hello, ${name}` };
}
