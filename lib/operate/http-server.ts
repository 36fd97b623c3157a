import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpConfig } from '../config/config.ts';
import { listenRefusalOf } from './listen-refusal.ts';
import { healthReply, readyReply } from './health.ts';
import { isOwnHost } from './host-header.ts';
import type { MonitoredRelay } from './monitored-relay.ts';
import { send, textReply, type Reply } from './reply.ts';

/** Requests that are slower than this are ended: a probe or a scrape sends a few hundred bytes. */
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 64;

/** Returns the metrics in Prometheus' text format. */
export type Scrape = () => Promise<Reply>;

/** `/metrics`, `/healthz` and `/readyz`, for Prometheus and for probes. */
export class HttpServer {
  readonly #server: Server;
  readonly #config: HttpConfig;
  readonly #relay: MonitoredRelay;
  readonly #scrape: Scrape;

  constructor(config: HttpConfig, relay: MonitoredRelay, scrape: Scrape) {
    this.#config = config;
    this.#relay = relay;
    this.#scrape = scrape;
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
      // A scrape never rejects: an error here is an internal error and ends the process.
      void this.#answer(request).then((reply) => send(request, response, reply));
    });
    server.maxConnections = MAX_CONNECTIONS;
    this.#server = server;
  }

  /** Resolves with the address when it listens; rejects with SystemRefusal. */
  async listen(): Promise<AddressInfo> {
    const { address: host, port } = this.#config.listen;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) =>
        reject(listenRefusalOf(`Cannot listen on http.listen ${host}:${port}`, error)),
      );
      this.#server.listen({ host, port }, resolve);
    });
    return this.#server.address() as AddressInfo;
  }

  /** Ends all connections. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer({ method, url = '', headers }: IncomingMessage): Promise<Reply> {
    if (!isOwnHost(headers.host, this.#config.hosts)) {
      return textReply(403, 'Host must be an IP address, localhost, or one of http.hosts');
    }
    if (method !== 'GET') return textReply(405, 'only GET is answered');
    const [path = ''] = url.split('?', 1);
    switch (path) {
      case '/metrics':
        return this.#scrape();
      case '/healthz':
        return healthReply(this.#relay);
      case '/readyz':
        return readyReply(this.#relay);
      default:
        return textReply(404, 'there are /metrics, /healthz and /readyz');
    }
  }
}
