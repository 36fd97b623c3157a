import { request } from 'node:http';

export interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** Asks an HTTP server of 127.0.0.1. */
export function ask(
  port: number,
  path: string,
  host = 'localhost',
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host };
    const call = request(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      (found) => {
        let body = '';
        found.setEncoding('utf8').on('data', (text: string) => (body += text));
        found.on('end', () => resolve({ status: found.statusCode, body }));
      },
    );
    call.on('error', reject).end();
  });
}

/** The status of an answer on a control socket. */
export function askControl(
  socketPath: string,
  path: string,
  method = 'GET',
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method, agent: false }, (found) => {
      found.resume();
      resolve(found.statusCode);
    });
    call.on('error', reject).end();
  });
}
