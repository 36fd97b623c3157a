import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../log/log.ts';
import { errorText } from '../system/error-text.ts';
import { SystemRefusal } from '../system/system-refusal.ts';
import { claimSocket } from './claim-socket.ts';
import { answerControl, type ControlContext } from './control-routes.ts';
import { send } from './reply.ts';
import { Subscribers } from './subscribers.ts';

/** The server on the control socket. */
export class ControlServer {
  readonly #server: Server;
  readonly #path: string;

  constructor(path: string, context: Omit<ControlContext, 'subscribers'>) {
    this.#path = path;
    const subscribers = new Subscribers(context.relay);
    this.#server = createServer((request, response) => {
      // Answers never reject: an error here is an internal error and ends the process.
      void serve(request, response, { ...context, subscribers });
    });
    // A subscriber may wait for its first event for days.
    this.#server.requestTimeout = 0;
  }

  /**
   * Listens on the socket. If that is impossible, that is one warning, and no server: it is a convenience. Rejects with SystemRefusal if another process
   * answers on a socket that is not the default: the configuration gives one socket to two relays.
   */
  async listen(log: Log, isDefault: boolean): Promise<void> {
    const claim = await claimSocket(this.#server, this.#path);
    const what = `Cannot create the control socket ${this.#path}`;
    const without = 'status, top, tail and spool will not reach this relay';
    switch (claim.kind) {
      case 'claimed':
        log.debug(`control socket: ${this.#path}`);
        return;
      case 'in-use': {
        const fix = 'choose another control.socket';
        if (!isDefault) {
          throw SystemRefusal.of(what, 'EADDRINUSE', `another relay answers there: ${fix}`);
        }
        log.warn(`${what}: another relay answers there; ${without}, ${fix}`);
        return;
      }
      case 'refused':
        log.warn(
          `${what}: ${errorText(claim.problem)}; ${without}, choose a control.socket that this user may create`,
        );
        return;
      default:
        claim satisfies never;
    }
  }

  /** Removes the socket and ends all connections. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<void> {
  const reply = await answerControl(request, response, context);
  if (reply !== undefined) send(request, response, reply);
}
