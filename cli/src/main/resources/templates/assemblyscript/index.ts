// Answers GET /?name=Ada and POST {"name": "Ada"} with {"message": "Hello, Ada"}.
// A handler is given the request as JSON and answers JSON.
export function handle(input: string): string {
  const name = field(input, "name");
  return '{"message":"Hello, ' + (name.length > 0 ? name : "world") + '"}';
}

// The text of the last string member of this name, still escaped as it was.
function field(json: string, name: string): string {
  const key = '"' + name + '"';
  let at = json.lastIndexOf(key);
  if (at < 0) return "";
  at = json.indexOf('"', json.indexOf(":", at + key.length));
  if (at < 0) return "";
  let end = at + 1;
  while (end < json.length && json.charAt(end) != '"') end += json.charAt(end) == "\\" ? 2 : 1;
  return json.substring(at + 1, end);
}
