import ms from 'ms';
import { nanoid } from 'nanoid';

// Answers GET /?time=2h with the milliseconds that it is, and an id for the answer.
export function handle(request) {
  const time = request.query.time ?? '1m';
  return { time, milliseconds: ms(time), id: nanoid(8) };
}
