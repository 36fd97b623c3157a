import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Child } from '../servers/child.ts';
import { completeFile } from '../servers/complete-file.ts';

export const MAIN = join(import.meta.dirname, '../../dist/main.js');

export interface RelayOptions {
  /** YAML; `DIR` stands for the relay's own temporary directory. Sources listen on port 0 of 127.0.0.1. */
  readonly config: string;
  readonly parameters?: readonly string[];
  /** Whether the relay is to find its configuration itself, as `./netconsole-relay.yaml`. */
  readonly isSearched?: boolean;
  /** Parameters of node itself. */
  readonly node?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** That of an earlier relay; a new one if absent. */
  readonly directory?: string;
}

/** A relay as an operator runs it: the built program, with a configuration file, in a directory of its own. */
export class RunningRelay {
  readonly directory: string;
  readonly child: Child;
  readonly configFile: string;

  private constructor(options: RelayOptions) {
    const { isSearched = false } = options;
    this.directory = options.directory ?? mkdtempSync(join(tmpdir(), 'relay-'));
    this.configFile = join(this.directory, isSearched ? 'netconsole-relay.yaml' : 'relay.yaml');
    this.write(options.config);
    const named = isSearched ? [] : ['--config', this.configFile];
    const parameters = [...(options.node ?? []), MAIN, 'run', ...named];
    this.child = new Child(process.execPath, [...parameters, ...(options.parameters ?? [])], {
      cwd: this.directory,
      env: { ...process.env, ...options.env },
    });
  }

  /** Resolves when it is ready. */
  static async start(options: RelayOptions): Promise<RunningRelay> {
    const relay = new RunningRelay(options);
    await relay.child.printed(/\bready\b/);
    return relay;
  }

  /** Starts one that is not expected to become ready. */
  static startOnly(options: RelayOptions): RunningRelay {
    return new RunningRelay(options);
  }

  /** Writes the configuration file anew. */
  write(config: string): void {
    // The default socket is shared by all relays of this machine.
    const own = /^control:/m.test(config)
      ? config
      : `${config}\ncontrol: { socket: DIR/control.sock }\n`;
    writeFileSync(this.configFile, withSpool(own).replaceAll('DIR', this.directory));
  }

  /** Lets it read its configuration again; resolves when it has said what came of that. */
  async reload(): Promise<void> {
    const told = this.child.stderr.length;
    this.child.process.kill('SIGHUP');
    await this.child.printedAfter(told, /configuration reloaded|stays in force/);
  }

  /** Where it answers commands. */
  get controlSocket(): string {
    return join(this.directory, 'control.sock');
  }

  /** The port a source listens on, as the relay says. */
  port(source: string): number {
    const told = this.child.stderr.matchAll(
      new RegExp(`source ${source} listens on (?:UDP|TCP|TLS) .*:(\\d+)`, 'g'),
    );
    const port = [...told].at(-1)?.[1];
    if (port === undefined) throw new Error(`the relay told no port: ${this.child.stderr}`);
    return Number(port);
  }

  /** Resolves with the text of a file below the directory, when it satisfies `isComplete`. */
  async file(name: string, isComplete: (text: string) => boolean): Promise<string> {
    return completeFile(join(this.directory, name), isComplete, () => this.child.stderr);
  }

  /** Ends the relay and keeps what it wrote. Resolves with its exit code. */
  halt(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
    return this.child.stop(signal);
  }

  /** Ends the relay and removes what it wrote. Resolves with its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
    const code = await this.child.stop(signal);
    rmSync(this.directory, { recursive: true, force: true });
    return code;
  }
}

/** The spool of a relay under test is its own. */
function withSpool(config: string): string {
  const isNeeded = /type: (redis|syslog)/.test(config) && !/^spool:/m.test(config);
  return isNeeded ? `${config}\nspool: { directory: DIR/spool }\n` : config;
}

/** Sends datagrams one after the other from one socket. */
/**
 * The portable receiver can ask for no larger buffer than net.core.rmem_max, 208 KiB on most systems: some 250 small
 * datagrams, or 25 of 5 KB. More than that at once would show what the system drops, not what the relay does.
 */
export const IS_GENTLE = process.env['NETCONSOLE_RELAY_RECEIVER'] === 'dgram';
const GENTLE_BURST = 10;
const GENTLE_PAUSE_MS = 5;

export async function sendAll(
  datagrams: readonly (string | Uint8Array)[],
  port: number,
  address = '127.0.0.1',
): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  for (const [index, datagram] of datagrams.entries()) {
    if (IS_GENTLE && index % GENTLE_BURST === GENTLE_BURST - 1) await pause(GENTLE_PAUSE_MS);
    await new Promise<void>((resolve, reject) => {
      socket.send(datagram, port, address, (error) => (error === null ? resolve() : reject(error)));
    });
  }
  socket.close();
}
