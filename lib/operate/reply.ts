import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a server answers to one request. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A line of text; a newline is added. */
export function textReply(status: number, text: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n` };
}

export function jsonReply(status: number, value: unknown): Reply {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

/** Sends a reply; without its body if only the head was asked for. */
export function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  const { status, type, body } = reply;
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 ? { Allow: 'GET' } : {}),
  });
  response.end(request.method === 'HEAD' ? '' : body);
}
