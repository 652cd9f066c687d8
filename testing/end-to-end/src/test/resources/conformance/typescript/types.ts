export interface Asked {
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
}

export enum Level {
  Debug = 'debug',
  Info = 'info',
  Warn = 'warn',
  Error = 'error',
}

export function trouble(): Error {
  return new Error('for the log');
}
