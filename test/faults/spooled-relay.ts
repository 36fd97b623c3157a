import { spawnSync } from 'node:child_process';
import { MAIN, RunningRelay } from '../integration/running-relay.ts';
import { freeUdpPort } from '../servers/free-port.ts';

/** The streams that a relay under test writes. */
export const STREAMS = Array.from({ length: 8 }, (_, i) => `logs:${i}`);

export interface SpooledSettings {
  readonly redisPort: number;
  /** Keys of the destination. */
  readonly destination?: string;
  /** Keys of the spool besides the directory. */
  readonly spool?: string;
  /** `DIR/spool` if absent. */
  readonly spoolDirectory?: string;
}

/** A relay with a spool that is ended and started again on the same port, in the same directory. */
export class SpooledRelay {
  readonly port: number;
  readonly #config: string;
  #relay: RunningRelay | undefined;
  /** The logs of all of its lives. */
  log = '';

  private constructor(port: number, config: string) {
    this.port = port;
    this.#config = config;
  }

  static async create(settings: SpooledSettings): Promise<SpooledRelay> {
    const { redisPort, destination = '', spool = '', spoolDirectory = 'DIR/spool' } = settings;
    const port = await freeUdpPort();
    const config = `
sources:
  load: { type: udp, listen: "127.0.0.1:${port}", receiveBuffer: 256MiB, keepHostname: true }
destinations:
  bus:
    type: redis
    url: redis://127.0.0.1:${redisPort}
    stream: logs:$(hash 8 $HOST)
    ${destination}
spool:
  directory: ${spoolDirectory}
  ${spool}
drainTimeout: 30s
`;
    return new SpooledRelay(port, config);
  }

  /** Starts it without waiting until it is ready. */
  startOnly(): RunningRelay {
    const directory = this.#relay?.directory;
    this.#relay = RunningRelay.startOnly({ config: this.#config, ...(directory && { directory }) });
    return this.#relay;
  }

  /** Starts it; resolves when it is ready. */
  async start(): Promise<RunningRelay> {
    const relay = this.startOnly();
    await relay.child.printed(/\bready\b/);
    return relay;
  }

  /** The process that runs. */
  get relay(): RunningRelay {
    if (this.#relay === undefined) throw new Error('it was never started');
    return this.#relay;
  }

  /** Resolves with the exit code. What it wrote stays. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
    const code = await this.relay.halt(signal);
    this.log += this.relay.child.stderr;
    return code;
  }

  /** The last accounts in the logs so far. */
  get accounts(): string {
    return (this.log.match(/.*(source load|destination bus): .* = .*\n/g) ?? []).join('');
  }

  /** Ends it, if it runs, and removes what it wrote. */
  async remove(): Promise<void> {
    await this.relay.stop('SIGKILL');
  }

  /** Events in the spool by the command, while no relay uses it. */
  spooled(): number {
    const { configFile } = this.relay;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [MAIN, 'spool', '--json', '--config', configFile],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`spool --json ended with ${status}: ${stderr}`);
    const { destinations } = JSON.parse(stdout) as { destinations: { events: number }[] };
    return destinations.reduce((sum, { events }) => sum + events, 0);
  }
}
