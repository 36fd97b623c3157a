import { request, type IncomingMessage } from 'node:http';

/** The socket did not answer. `code`: of the system error, such as `ECONNREFUSED`. */
export class ControlUnreachable extends Error {
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super(code, { cause });
    this.name = 'ControlUnreachable';
    this.code = code;
  }
}

export interface ControlAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks the relay on a control socket. `timeoutMs`: ends a request that takes longer; none by default. */
export class ControlClient {
  readonly socket: string;

  constructor(socket: string) {
    this.socket = socket;
  }

  /** Resolves with the whole answer; rejects with ControlUnreachable. */
  async get(path: string, timeoutMs?: number): Promise<ControlAnswer> {
    return wholeAnswer(await this.#send('GET', path, timeoutMs));
  }

  /** The same for `DELETE`. */
  async delete(path: string): Promise<ControlAnswer> {
    return wholeAnswer(await this.#send('DELETE', path));
  }

  /** Resolves with an answer that goes on for as long as the relay runs. */
  stream(path: string): Promise<IncomingMessage> {
    return this.#send('GET', path);
  }

  #send(method: string, path: string, timeoutMs?: number): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
      const call = request({
        socketPath: this.socket,
        method,
        path,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      });
      call.once('response', resolve);
      call.on('error', (error: Error & { readonly code?: string }) => {
        const code = signal?.aborted === true ? 'ETIMEDOUT' : error.code;
        reject(code === undefined ? error : new ControlUnreachable(code, error));
      });
      call.end();
    });
  }
}

async function wholeAnswer(response: IncomingMessage): Promise<ControlAnswer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response) parts.push(part as Buffer);
  } catch (error) {
    throw new ControlUnreachable('ECONNRESET', error);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() };
}
