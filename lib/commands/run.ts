import { accessSync, constants } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config.ts';
import type { FoundConfig } from '../config/find-config.ts';
import { listenOf } from '../config/source-config.ts';
import { GivenWay, withLogDirectory, withPort } from '../config/give-way.ts';
import { readConfigAside } from '../config/read-config-aside.ts';
import { DestinationError } from '../deliver/destination-error.ts';
import { notifySystemd } from '../system/notify-systemd.ts';
import { createOwnLog, type OwnLog } from '../log/own-log.ts';
import { Relay } from '../relay.ts';
import { SocketError } from '../receive/socket-error.ts';
import { releaseFreedMemory } from '../system/system-calls.ts';
import { DONE, REFUSED, WRONG_USE } from './command-error.ts';
import { describeStart } from './describe-start.ts';

/** Exit code of a running relay besides those of every command. */
const UNDELIVERED = 99;

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
export async function run(options: RunOptions): Promise<number> {
  let found: FoundConfig;
  try {
    found = await readConfig(options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return WRONG_USE;
  }
  const log = createOwnLog(found.config.log);
  try {
    const running = await start(found, log);
    return await serve(running, options, log);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    log.error(error.message);
    return error instanceof DestinationError ? WRONG_USE : REFUSED;
  }
}

async function readConfig({ config, shards }: RunOptions): Promise<FoundConfig> {
  const found = await readConfigAside(config);
  return shards === undefined ? found : { ...found, config: { ...found.config, shards } };
}

interface Running {
  readonly relay: Relay;
  /** In force when the relay began. */
  readonly config: Config;
  /** How the embedded default gave way, which it does again when it is read again. */
  readonly givenWay: GivenWay;
}

/** The embedded default gives way where the system refuses the usual port or directory, and says so. */
async function start(found: FoundConfig, log: OwnLog): Promise<Running> {
  log.info(`configuration: ${found.file}`);
  const givenWay = new GivenWay();
  if (found.isDefault && !isWritable(LOG_DIRECTORY)) {
    givenWay.add((config) => withLogDirectory(config, LOG_DIRECTORY, OWN_LOG_DIRECTORY));
    log.warn(`cannot write to ${LOG_DIRECTORY}; files go to ${OWN_LOG_DIRECTORY}`);
  }
  const config = givenWay.apply(found);
  const relay = createRelay(config, log);
  try {
    await relay.start();
    return { relay, config, givenWay };
  } catch (error) {
    const refused = config.sources.find((source) => listenOf(source)?.port === SYSLOG_PORT);
    const isForbidden = error instanceof SocketError && error.code === 'EACCES';
    if (!found.isDefault || !isForbidden || refused === undefined) throw error;
    log.warn(`${error.message}; listening on port ${UNPRIVILEGED_SYSLOG_PORT} instead`);
    givenWay.add((other) => withPort(other, refused.name, UNPRIVILEGED_SYSLOG_PORT));
    const second = createRelay(givenWay.apply(found), log);
    await second.start();
    return { relay: second, config: givenWay.apply(found), givenWay };
  }
}

function createRelay(config: Config, log: OwnLog): Relay {
  const relay = new Relay(config, log);
  process.on('exit', () => relay.leave());
  return relay;
}

async function serve(running: Running, options: RunOptions, log: OwnLog): Promise<number> {
  const { relay } = running;
  // Before anybody is told that the relay is ready: who reads that may send a signal at once.
  const stopped = stopSignal(() => reload(running, options, log));
  for (const line of describeStart(running.config)) log.info(line);
  releaseFreedMemory();
  log.notice('ready');
  if (!notifySystemd('READY=1'))
    log.warn('cannot tell the service manager that the relay is ready');
  await stopped;
  notifySystemd('STOPPING=1');
  const isDelivered = await relay.stop();
  if (isDelivered) return DONE;
  log.error('stopped with events undelivered: drainTimeout passed');
  return UNDELIVERED;
}

/** Resolves at SIGTERM or SIGINT; before that, SIGHUP calls `onHangup`, one call after the other. */
function stopSignal(onHangup: () => Promise<void>): Promise<void> {
  let reloading = Promise.resolve();
  let isStopping = false;
  process.on('SIGHUP', () => {
    reloading = reloading.then(() => (isStopping ? undefined : onHangup()));
  });
  return new Promise<void>((resolve) => {
    const stop = (): void => {
      isStopping = true;
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
  }).then(() => reloading);
}

/** A configuration that is wrong, or that the system refuses, changes nothing; files are opened anew all the same. */
async function reload(running: Running, options: RunOptions, log: OwnLog): Promise<void> {
  const { relay, givenWay } = running;
  try {
    const found = await readConfig(options);
    const config = givenWay.apply(found);
    await relay.reload(config);
    releaseFreedMemory();
    for (const key of ['shards', 'log'] as const) {
      if (isDeepStrictEqual(config[key], running.config[key])) continue;
      log.warn(`${key} was changed, which takes effect at the next start only`);
    }
    log.info(`configuration read again: ${found.file}`);
  } catch (error) {
    if (!(error instanceof ConfigError) && !isRefusal(error)) throw error;
    for (const line of error.message.split('\n')) log.error(line);
    relay.reopen();
    log.error('the new configuration is refused, the old one stays in force');
  }
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the operator or the system can mend; everything else is a bug. */
function isRefusal(error: unknown): error is Error {
  const isKnown = error instanceof SocketError || error instanceof DestinationError;
  return isKnown || (error instanceof Error && 'syscall' in error);
}
