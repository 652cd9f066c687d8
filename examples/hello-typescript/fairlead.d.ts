/** What a handler is given. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where the content type is JSON, else the text. */
  readonly body: any;
}

/** What a handler may give; any other value is answered as JSON. */
export interface Response {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}
