import { existsSync } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';
import { findConfig } from '../config/find-config.ts';
import { OWN_SURROUNDINGS } from '../config/surroundings.ts';
import { plural } from '../config/plural.ts';
import { storePath } from '../deliver/spool/store-path.ts';
import { SpoolError } from '../deliver/spool/spool-error.ts';
import { Spool, type SpooledTotals } from '../deliver/spool/spool.ts';
import type { Log } from '../log/log.ts';
import { ControlClient, ControlUnreachable } from '../operate/control-client.ts';
import type { CheckOutput } from './check.ts';
import { CommandError, DONE, REFUSED, runCommand, WRONG_USE } from './command-error.ts';
import { askRelay, type ControlOptions } from './find-control.ts';

export interface SpoolOptions extends ControlOptions {
  /** Whether to print one JSON object. */
  readonly json?: boolean;
}

/** The spool as a command sees it. */
interface Spooled {
  summaries(): Promise<readonly SpooledTotals[]>;
  /** Deletes what a destination has, and returns the number of events. */
  drop(destination: string): Promise<number>;
}

/** Prints what each destination has in the spool. Returns the exit code: 0; 100; 111 if another process uses the spool and cannot be asked. */
export function listSpool(options: SpoolOptions, output: CheckOutput = process): Promise<number> {
  return withSpool(options, output, async (spool) => {
    const destinations = await spool.summaries();
    const text =
      options.json === true ? `${JSON.stringify({ destinations })}\n` : textOf(destinations);
    output.stdout.write(text);
    return DONE;
  });
}

/** Deletes what a destination has in the spool. Returns the exit code: 0; 100 if there is nothing; 111 if it is in use, or as `listSpool`. */
export function dropSpooled(
  destination: string,
  options: SpoolOptions,
  output: CheckOutput = process,
): Promise<number> {
  return withSpool(options, output, async (spool) => {
    const found = await spool.summaries();
    if (!found.some((each) => each.destination === destination)) {
      throw new CommandError(
        `the spool has no events for destination ${destination}; netconsole-relay spool lists what it has`,
        WRONG_USE,
      );
    }
    const events = await spool.drop(destination);
    output.stdout.write(`deleted ${plural(events, 'event')} of destination ${destination}\n`);
    return DONE;
  });
}

/** Asks the running relay, if there is one; otherwise the spool is opened. */
function withSpool(
  options: SpoolOptions,
  { env, stderr }: CheckOutput,
  body: (spool: Spooled) => Promise<number>,
): Promise<number> {
  return runCommand({ stderr }, async () => {
    let spool: Spool | undefined;
    try {
      if (options.control !== undefined) return await body(spoolOfRelay(options.control));
      const { config } = findConfig(options.config, { ...OWN_SURROUNDINGS, env });
      if (await isAnswering(config.control.socket)) {
        return await body(spoolOfRelay(config.control.socket));
      }
      const { directory } = config.spool;
      // A look creates nothing.
      if (existsSync(storePath(directory))) spool = await Spool.open(directory, logTo(stderr));
      return await body(spoolInDirectory(spool));
    } catch (error) {
      if (error instanceof ConfigError) throw new CommandError(error.message, WRONG_USE, error);
      if (error instanceof SpoolError) throw new CommandError(error.message, REFUSED, error);
      throw error;
    } finally {
      await spool?.close();
    }
  });
}

function spoolInDirectory(spool: Spool | undefined): Spooled {
  return {
    summaries: () => Promise.resolve(spool?.totals() ?? []),
    drop: async (destination) => (await spool?.section(destination).clear()) ?? 0,
  };
}

function spoolOfRelay(socket: string): Spooled {
  const client = new ControlClient(socket);
  return {
    summaries: async () => {
      const body = await askRelay(client, () => client.get('/spool'));
      return JSON.parse(body) as readonly SpooledTotals[];
    },
    drop: async (destination) => {
      const path = `/spool/${encodeURIComponent(destination)}`;
      const body = await askRelay(client, () => client.delete(path));
      return (JSON.parse(body) as SpooledTotals).events;
    },
  };
}

async function isAnswering(socket: string): Promise<boolean> {
  try {
    await new ControlClient(socket).get('/readyz');
    return true;
  } catch (error) {
    if (!(error instanceof ControlUnreachable)) throw error;
    return false;
  }
}

function textOf(totals: readonly SpooledTotals[]): string {
  if (totals.length === 0) return 'the spool is empty\n';
  const lines = totals.map(
    ({ destination, events, batches, bytes }) =>
      `${destination}: ${plural(events, 'event')} in ${plural(batches, 'batch', 'batches')}, ${plural(bytes, 'byte')}\n`,
  );
  return lines.join('');
}

function logTo(stderr: { write(text: string): unknown }): Log {
  const write = (message: string): void => void stderr.write(`${message}\n`);
  return { error: write, warn: write, info: () => undefined, debug: () => undefined };
}
