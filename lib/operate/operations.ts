import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.ts';
import { DEFAULT_CONTROL_SOCKET } from '../config/control-socket.ts';
import type { Log } from '../log/log.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { ControlServer } from './control-server.ts';
import { EventLoopLag } from './event-loop-lag.ts';
import { HttpServer } from './http-server.ts';
import { createScrape } from './metrics/create-scrape.ts';
import type { MonitoredRelay } from './monitored-relay.ts';
import type { SpoolControl } from './spool-control.ts';
import type { ProcessFacts } from './status.ts';

/** What a relay is monitored with. */
export interface OperationsContext {
  readonly relay: MonitoredRelay;
  readonly facts: ProcessFacts;
  readonly log: Log;
  readonly spool?: SpoolControl | undefined;
}

/** Everything that answers questions about a running relay: the control socket, and HTTP if it is configured. */
export class Operations {
  readonly #close: (() => void)[] = [];

  /** Resolves when all of it answers. Rejects with SystemRefusal; nothing answers then. */
  static async start({ control, http }: Config, context: OperationsContext): Promise<Operations> {
    const operations = new Operations();
    try {
      const server = new ControlServer(control.socket, context);
      operations.#close.push(() => server.close());
      await server.listen(context.log, control.socket === DEFAULT_CONTROL_SOCKET);
      if (http !== undefined) await operations.#startHttp(http, context);
    } catch (error) {
      operations.close();
      throw error;
    }
    return operations;
  }

  /** Removes the control socket, and ends all connections. */
  close(): void {
    for (const close of this.#close.splice(0)) close();
  }

  async #startHttp(http: NonNullable<Config['http']>, context: OperationsContext): Promise<void> {
    const lag = new EventLoopLag();
    const server = new HttpServer(http, context.relay, await createScrape({ ...context, lag }));
    this.#close.push(() => {
      server.close();
      lag.stop();
    });
    const { address, port }: AddressInfo = await server.listen();
    context.log.info(`http listens on ${formatEndpoint({ address, port })}`);
  }
}
