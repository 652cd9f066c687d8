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

/** What happens at a WebSocket, as `socket(event: SocketEvent): SocketAnswer | void` hears it. */
export interface SocketEvent {
  readonly type: 'open' | 'message' | 'close';
  readonly id: string;
  /** What the last answer gave that had one, or null. */
  readonly state: any;
  readonly request: Pick<Request, 'path' | 'query' | 'headers'>;
  /** Of `open`: the subprotocols that the client offers. */
  readonly protocols?: readonly string[];
  /** Of `message`. */
  readonly data?: string | Uint8Array;
  /** Of `close`. */
  readonly code?: number;
  readonly reason?: string;
}

/** What it wants; with a `status`, an answer to `open` takes no socket. */
export interface SocketAnswer extends Response {
  send?: unknown;
  state?: unknown;
  protocol?: string;
  close?: boolean | number | { code: number; reason?: string };
}
