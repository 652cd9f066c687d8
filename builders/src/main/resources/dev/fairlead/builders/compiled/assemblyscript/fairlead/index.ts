// Functions for Fairlead in AssemblyScript: `handle(request: Request): Response`. Bodies are texts; for
// JSON, read and write them with json-as.

/** What is asked. Header names are in lower case; of a repeated parameter, the first value counts. */
export class Request {
  method: string = "";
  path: string = "";
  headers: Map<string, string> = new Map();
  query: Map<string, string> = new Map();
  /** The body as it was sent. */
  body: string = "";

  header(name: string): string | null {
    const key = name.toLowerCase();
    return this.headers.has(key) ? this.headers.get(key) : null;
  }

  param(name: string): string | null {
    return this.query.has(name) ? this.query.get(name) : null;
  }
}

/** What is answered. Without a content type it is guessed from the body. */
export class Response {
  headers: Map<string, string> = new Map();

  constructor(public body: string = "", public status: i32 = 200) {}

  /** A text that is JSON already. */
  static json(body: string, status: i32 = 200): Response {
    return new Response(body, status).header("content-type", "application/json");
  }

  static text(body: string, status: i32 = 200): Response {
    return new Response(body, status).header("content-type", "text/plain; charset=utf-8");
  }

  header(name: string, value: string): Response {
    this.headers.set(name, value);
    return this;
  }
}

// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "environ_sizes_get")
declare function environSizes(count: usize, size: usize): i32;
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "environ_get")
declare function environ(pointers: usize, bytes: usize): i32;

/** A variable of the function's environment. */
export function env(name: string): string | null {
  const sizes = new StaticArray<u32>(2);
  const at = changetype<usize>(sizes);
  if (environSizes(at, at + 4) != 0 || sizes[0] == 0) return null;
  const pointers = new StaticArray<u32>(sizes[0]);
  const bytes = new StaticArray<u8>(sizes[1]);
  if (environ(changetype<usize>(pointers), changetype<usize>(bytes)) != 0) return null;
  for (let i = 0; i < pointers.length; i++) {
    let end = <usize>pointers[i];
    while (load<u8>(end) != 0) end++;
    const line = String.UTF8.decodeUnsafe(pointers[i], end - pointers[i]);
    if (line.startsWith(name + "=")) return line.substring(name.length + 1);
  }
  return null;
}

// @ts-ignore: decorator
@external("fairlead", "call")
declare function ask(question: string): string;

/** What another function answered, or why there is no answer: `error` is an error code then. */
export class Answer {
  status: i32 = 0;
  headers: Map<string, string> = new Map();
  body: string = "";
  error: string | null = null;
  message: string = "";
}

/** A call of another function of the project: `new Call("stock").query("size", "L").send()`. */
export class Call {
  private search: string = "";
  private headers: Map<string, string> = new Map();
  private method: string = "";
  private path: string = "/";
  private body: string = "";

  constructor(private name: string) {}

  /** GET where nothing is said, with a body POST. */
  by(method: string): Call {
    this.method = method;
    return this;
  }

  /** Begins with "/". */
  at(path: string): Call {
    this.path = path;
    return this;
  }

  query(name: string, value: string): Call {
    this.search += (this.search.length > 0 ? "&" : "") + encodeURIComponent(name) + "=" + encodeURIComponent(value);
    return this;
  }

  header(name: string, value: string): Call {
    this.headers.set(name.toLowerCase(), value);
    return this;
  }

  /** A text that is JSON already. */
  json(body: string): Call {
    this.body = body;
    return this.header("content-type", "application/json");
  }

  text(body: string): Call {
    this.body = body;
    return this.header("content-type", "text/plain; charset=utf-8");
  }

  /** Waits for the answer; look at its `error` first. */
  send(): Answer {
    let question = '{"function":' + quote(this.name) + ',"path":' + quote(this.path) + ',"query":' + quote(this.search);
    if (this.method.length > 0) question += ',"method":' + quote(this.method);
    question += ',"headers":{';
    const names = this.headers.keys();
    for (let i = 0; i < names.length; i++) {
      if (i > 0) question += ",";
      question += quote(names[i]) + ":" + quote(this.headers.get(names[i]));
    }
    question += "}";
    if (this.body.length > 0) question += ',"body":' + quote(this.body);
    return new Reader(ask(question + "}")).answer();
  }
}

/** From the contract's strings to a handler and back; the build writes the call. */
export function answer(input: string, handle: (request: Request) => Response): string {
  const response = handle(new Reader(input).request());
  let out = '{"status":' + response.status.toString() + ',"headers":{';
  const names = response.headers.keys();
  for (let i = 0; i < names.length; i++) {
    if (i > 0) out += ",";
    out += quote(names[i]) + ":" + quote(response.headers.get(names[i]));
  }
  return out + '},"body":' + quote(response.body) + "}";
}

/** A text as JSON, with its quotes. */
export function quote(text: string): string {
  const parts: string[] = ['"'];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x20 && c != 0x22 && c != 0x5c) continue;
    parts.push(text.substring(from, i));
    parts.push(c < 0x20 ? "\\u" + c.toString(16).padStart(4, "0") : "\\" + String.fromCharCode(c));
    from = i + 1;
  }
  parts.push(text.substring(from));
  parts.push('"');
  return parts.join("");
}

class Reader {
  private at: i32 = 0;

  constructor(private json: string) {}

  request(): Request {
    const request = new Request();
    let raw = "null";
    for (let name = this.member(); name != null; name = this.member()) {
      if (name == "method") request.method = this.text();
      else if (name == "path") request.path = this.text();
      else if (name == "headers") request.headers = this.pairs();
      else if (name == "query") request.query = this.pairs();
      else if (name == "body") raw = this.skip();
      else this.skip();
    }
    const type = request.header("content-type");
    const json = type != null && type.toLowerCase().includes("json");
    if (raw.startsWith('"') && !json) request.body = new Reader(raw).text();
    else if (raw != "null") request.body = raw;
    return request;
  }

  answer(): Answer {
    const answer = new Answer();
    let raw = "null";
    for (let name = this.member(); name != null; name = this.member()) {
      if (name == "status") answer.status = <i32>parseInt(this.skip());
      else if (name == "headers") answer.headers = this.pairs();
      else if (name == "body") raw = this.skip();
      else if (name == "error") {
        const why = new Reader(this.skip()).pairs();
        answer.error = why.get("code");
        answer.message = why.get("message");
      } else this.skip();
    }
    const type = answer.headers.has("content-type") ? answer.headers.get("content-type") : "";
    const json = type.toLowerCase().includes("json");
    if (raw.startsWith('"') && !json) answer.body = new Reader(raw).text();
    else if (raw != "null") answer.body = raw;
    return answer;
  }

  private space(): void {
    while (this.at < this.json.length && this.json.charCodeAt(this.at) <= 0x20) this.at++;
  }

  private peek(): i32 {
    this.space();
    return this.at < this.json.length ? this.json.charCodeAt(this.at) : -1;
  }

  /** The name of the next member, or null after the last. */
  private member(): string | null {
    const sign = this.peek();
    if (sign == 0x7b || sign == 0x2c) this.at++;
    if (this.peek() != 0x22) {
      this.at++;
      return null;
    }
    const name = this.text();
    this.space();
    this.at++;
    return name;
  }

  private pairs(): Map<string, string> {
    const all = new Map<string, string>();
    for (let name = this.member(); name != null; name = this.member()) {
      const value = this.skip().trim();
      const quoted = value.indexOf('"');
      all.set(name, quoted < 0 ? "" : new Reader(value.substring(quoted)).text());
    }
    return all;
  }

  /** Walks over a value and gives it as it is, with the space around it. */
  private skip(): string {
    const from = this.at;
    let depth = 0;
    do {
      const c = this.peek();
      if (c < 0) break;
      if (c == 0x22) {
        this.skipText();
      } else {
        if (c == 0x7b || c == 0x5b) depth++;
        if (c == 0x7d || c == 0x5d) depth--;
        this.at++;
        if (depth == 0 && c != 0x7d && c != 0x5d) {
          while (this.at < this.json.length) {
            const next = this.json.charCodeAt(this.at);
            if (next == 0x2c || next == 0x7d || next == 0x5d || next <= 0x20) break;
            this.at++;
          }
        }
      }
    } while (depth > 0);
    this.space();
    return this.json.substring(from, this.at);
  }

  private skipText(): void {
    for (this.at++; this.at < this.json.length; this.at++) {
      const c = this.json.charCodeAt(this.at);
      if (c == 0x5c) this.at++;
      else if (c == 0x22) break;
    }
    this.at++;
  }

  private text(): string {
    this.space();
    const from = this.at;
    this.skipText();
    const inner = this.json.substring(from + 1, this.at - 1);
    if (!inner.includes("\\")) return inner;
    const parts: string[] = [];
    let start = 0;
    for (let i = inner.indexOf("\\"); i >= 0; i = inner.indexOf("\\", start)) {
      parts.push(inner.substring(start, i));
      const kind = inner.charCodeAt(i + 1);
      start = i + 2;
      if (kind == 0x75) {
        parts.push(String.fromCharCode(<i32>parseInt(inner.substring(start, start + 4), 16)));
        start += 4;
      } else if (kind == 0x6e) parts.push("\n");
      else if (kind == 0x74) parts.push("\t");
      else if (kind == 0x72) parts.push("\r");
      else if (kind == 0x62) parts.push("\b");
      else if (kind == 0x66) parts.push("\f");
      else parts.push(String.fromCharCode(kind));
    }
    parts.push(inner.substring(start));
    return parts.join("");
  }
}
