import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { findConfig } from '../config/find-config.ts';
import { OWN_SURROUNDINGS } from '../config/surroundings.ts';
import { storePath } from '../deliver/spool/open-level.ts';
import { SpoolError } from '../deliver/spool/spool-error.ts';
import { Spool, type SpooledTotals } from '../deliver/spool/spool.ts';
import type { Log } from '../log/log.ts';
import type { CheckOutput } from './check.ts';
import { CommandError, DONE, REFUSED, runCommand, WRONG_USE } from './command-error.ts';

export interface SpoolOptions {
  /** Absent: looked for in the usual places. */
  readonly config?: string;
  /** Whether to print one JSON object. */
  readonly json?: boolean;
}

/** Prints what each destination has in the spool of the configuration. Returns the exit code: 0; 100; 111 if another process uses the spool. */
export function listSpool(
  { config, json = false }: SpoolOptions,
  output: CheckOutput = process,
): Promise<number> {
  return withSpool(config, output, (spool, found) => {
    const { directory } = found.spool;
    const configured = new Set(found.destinations.map(({ name }) => name));
    const totals = spool?.totals() ?? [];
    output.stdout.write(
      json
        ? `${JSON.stringify({ directory, destinations: totals.map((each) => ({ ...each, isConfigured: configured.has(each.destination) })) })}\n`
        : textOf(directory, totals, configured),
    );
    return Promise.resolve(DONE);
  });
}

/** Deletes what a destination has in the spool. Returns the exit code: 0; 100 if there is nothing; 111 if another process uses the spool. */
export function dropSpooled(
  destination: string,
  { config }: SpoolOptions,
  output: CheckOutput = process,
): Promise<number> {
  return withSpool(config, output, async (spool, found) => {
    const totals = spool?.totals().find((each) => each.destination === destination);
    if (spool === undefined || totals === undefined) {
      throw new CommandError(
        `the spool in ${found.spool.directory} has nothing of destination ${destination}; run: netconsole-relay spool`,
        WRONG_USE,
      );
    }
    const events = await spool.section(destination).clear();
    output.stdout.write(`deleted ${events} events of destination ${destination}\n`);
    return DONE;
  });
}

/** `spool` is undefined if there is none in its directory: a look creates nothing. */
function withSpool(
  config: string | undefined,
  { env, stderr }: CheckOutput,
  body: (spool: Spool | undefined, config: Config) => Promise<number>,
): Promise<number> {
  return runCommand({ stderr }, async () => {
    let spool: Spool | undefined;
    try {
      const found = findConfig(config, { ...OWN_SURROUNDINGS, env });
      const { directory } = found.config.spool;
      if (existsSync(storePath(directory))) spool = await Spool.open(directory, logTo(stderr));
      return await body(spool, found.config);
    } catch (error) {
      if (error instanceof ConfigError) throw new CommandError(error.message, WRONG_USE, error);
      if (error instanceof SpoolError) throw new CommandError(error.message, REFUSED, error);
      throw error;
    } finally {
      await spool?.close();
    }
  });
}

function textOf(
  directory: string,
  totals: readonly SpooledTotals[],
  configured: ReadonlySet<string>,
): string {
  if (totals.length === 0) return `the spool in ${directory} is empty\n`;
  const lines = totals.map(({ destination, events, batches, bytes }) => {
    const note = configured.has(destination) ? '' : ', not configured';
    return `${destination}: ${events} events in ${batches} batches, ${bytes} bytes${note}\n`;
  });
  return lines.join('');
}

function logTo(stderr: { write(text: string): unknown }): Log {
  const write = (message: string): void => void stderr.write(`${message}\n`);
  return { error: write, warn: write, info: () => undefined, debug: () => undefined };
}
