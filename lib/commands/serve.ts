import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../config/config-error.ts';
import { printDuration } from '../config/duration.ts';
import type { OwnLog } from '../log/own-log.ts';
import { describeTotals } from '../observe/totals.ts';
import { ServiceManager } from '../operate/service-manager.ts';
import { releaseFreedMemory } from '../system/system-calls.ts';
import type { ReadConfig } from './config-thread.ts';
import { describeStart } from './describe-start.ts';
import { isRefusal } from './is-refusal.ts';
import type { RelaySignals } from './relay-signals.ts';
import { Reloads } from './reloads.ts';
import type { Running } from './running.ts';
import { stopAtOnce, stopInOrder } from './stop-relay.ts';

/** A reload that takes longer is rejected. */
const RELOAD_DEADLINE_MS = 10_000;

export interface ServeContext {
  readonly signals: RelaySignals;
  /** Reads the configuration; rejects with the reason of the signal when that aborts first. */
  readonly reader: (signal: AbortSignal) => Promise<ReadConfig>;
  readonly log: OwnLog;
}

/** Acts on signals until a stop, then stops. Returns the exit code. */
export async function serve(running: Running, context: ServeContext): Promise<number> {
  const { signals, log } = context;
  const manager = new ServiceManager(
    {
      isHealthy: () => running.relay?.monitor.isAlive === true,
      status: () => (running.relay === undefined ? '' : describeTotals(running.relay.totals)),
    },
    log,
  );
  const reloads = new Reloads(async (stopping) => {
    manager.reloading();
    await reload(running, context, stopping);
    if (!stopping.aborted) manager.reloaded();
  });
  // Before the relay reports that it is ready: whoever waits for that may send a signal at once.
  signals.act({
    reload: () => reloads.request(),
    reopen: () => {
      running.relay?.reopen();
      log.info('files are opened anew');
    },
    report: () => {
      for (const line of running.relay?.account(true) ?? []) log.notice(line);
    },
    stopAtOnce: () => stopAtOnce(running, log),
  });
  for (const line of describeStart(running.config)) log.info(line);
  releaseFreedMemory();
  log.notice('ready');
  manager.ready();
  const signal = await signals.stopRequested;
  reloads.stop();
  const { drainTimeoutMs } = running.relay?.config ?? running.config;
  log.notice(`${signal}: stopping, within drainTimeout (${printDuration(drainTimeoutMs)})`);
  manager.stopping(drainTimeoutMs);
  return stopInOrder(running, log);
}

/** A configuration that is wrong, late, or that the system refuses, changes nothing; files are opened anew all the same. */
async function reload(
  running: Running,
  { reader, log }: ServeContext,
  stopping: AbortSignal,
): Promise<void> {
  const { fallbacks } = running;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(RELOAD_DEADLINE_MS)]);
  try {
    const { found, names } = await reader(signal);
    const config = fallbacks.apply(found);
    if (running.relay !== undefined) running.privileges.check(config, running.relay.config);
    await running.relay?.reload(config, { names, signal });
    releaseFreedMemory();
    for (const key of ['shards', 'log', 'control', 'http', 'user', 'group'] as const) {
      if (isDeepStrictEqual(config[key], running.config[key])) continue;
      log.warn(`\`${key}\` has changed; restart the relay for it to take effect`);
    }
    if (running.found.isDefault && !found.isDefault) {
      log.notice(`${found.file} exists now and replaces the embedded default`);
    }
    running.found = found;
    log.info(`configuration reloaded: ${found.file}; files reopened`);
  } catch (error) {
    if (stopping.aborted && error === stopping.reason) return;
    for (const line of reasonOf(error, signal).split('\n')) log.error(line);
    running.relay?.reopen();
    log.error('the new configuration is refused, the old one stays in force');
  }
}

/** Throws an internal error again. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (error === signal.reason) {
    return `Cannot reload within ${RELOAD_DEADLINE_MS / 1000} s: reading the configuration or opening its destinations hangs; check their file systems`;
  }
  if (error instanceof ConfigError || isRefusal(error)) return error.message;
  throw error;
}
