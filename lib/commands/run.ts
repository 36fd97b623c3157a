import { accessSync, constants } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';
import { GivenWay, withLogDirectory, withPort } from '../config/give-way.ts';
import { listenOf } from '../config/source-config.ts';
import { DestinationError } from '../deliver/destination-error.ts';
import { createOwnLog, type OwnLog } from '../log/own-log.ts';
import { SocketError } from '../receive/socket-error.ts';
import { Relay } from '../relay.ts';
import type { SignalInbox } from '../system/signal-inbox.ts';
import { DONE, REFUSED, WRONG_USE } from './command-error.ts';
import type { ReadConfig } from './config-thread.ts';
import { isRefusal } from './is-refusal.ts';
import { readConfigAside } from './read-config-aside.ts';
import { RelaySignals } from './relay-signals.ts';
import type { Running } from './running.ts';
import { serve } from './serve.ts';
import { endLater } from './stop-relay.ts';

const LOG_DIRECTORY = '/var/log';
const OWN_LOG_DIRECTORY = './log';
const SYSLOG_PORT = 514;
const UNPRIVILEGED_SYSLOG_PORT = 5514;

export interface RunOptions {
  readonly config: string | undefined;
  /** Overrides the configured number of receiving threads. */
  readonly shards: number | undefined;
}

/** Runs the relay until SIGTERM or SIGINT. Returns the exit code: 0; 99 when the drain deadline passed; 100; 111. */
export async function run(options: RunOptions, inbox: SignalInbox): Promise<number> {
  const signals = new RelaySignals(inbox);
  const reader = (signal?: AbortSignal): Promise<ReadConfig> => readConfig(options, signal);
  let first: ReadConfig | undefined;
  try {
    // Nothing was received yet that would have to be delivered.
    first = await Promise.race([reader(), signals.stopRequested.then(() => undefined)]);
  } catch (error) {
    if (!(error instanceof ConfigError) && !isRefusal(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof ConfigError ? WRONG_USE : REFUSED;
  }
  if (first === undefined) return DONE;
  const log = createOwnLog(first.found.config.log);
  const running: Running = {
    relay: undefined,
    config: first.found.config,
    fallbacks: new GivenWay(),
  };
  void signals.stopRequested.then(() => endLater(running, log));
  try {
    await start(running, first, log);
    return await serve(running, { signals, reader, log });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.error(error.message);
    return error instanceof DestinationError ? WRONG_USE : REFUSED;
  }
}

async function readConfig(
  { config, shards }: RunOptions,
  signal?: AbortSignal,
): Promise<ReadConfig> {
  const read = await readConfigAside(config, signal);
  if (shards === undefined) return read;
  return { ...read, found: { ...read.found, config: { ...read.found.config, shards } } };
}

/** The embedded default uses another port or directory where the system refuses the usual one, which is logged. */
async function start(running: Running, { found, names }: ReadConfig, log: OwnLog): Promise<void> {
  log.info(`configuration: ${found.file}`);
  const { fallbacks } = running;
  if (found.isDefault && !isWritable(LOG_DIRECTORY)) {
    fallbacks.add((config) => withLogDirectory(config, LOG_DIRECTORY, OWN_LOG_DIRECTORY));
    log.warn(`cannot write to ${LOG_DIRECTORY}; files go to ${OWN_LOG_DIRECTORY}`);
  }
  const begin = async (): Promise<void> => {
    running.config = fallbacks.apply(found);
    running.relay = createRelay(running, log);
    await running.relay.start(names);
  };
  try {
    await begin();
  } catch (error) {
    const refused = found.config.sources.find((source) => listenOf(source)?.port === SYSLOG_PORT);
    const isForbidden = error instanceof SocketError && error.code === 'EACCES';
    if (!found.isDefault || !isForbidden || refused === undefined) throw error;
    log.warn(`${error.message}; listening on port ${UNPRIVILEGED_SYSLOG_PORT} instead`);
    fallbacks.add((other) => withPort(other, refused.name, UNPRIVILEGED_SYSLOG_PORT));
    await begin();
  }
}

function createRelay({ config }: Running, log: OwnLog): Relay {
  const relay = new Relay(config, log);
  process.on('exit', () => relay.leave());
  return relay;
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
