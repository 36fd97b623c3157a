import type { DefaultChanges } from '../config/change-default.ts';
import { ConfigError } from '../config/config-error.ts';
import { DefaultFallbacks, withLogDirectory, withPort } from '../config/default-fallbacks.ts';
import { listenOf } from '../config/source-config.ts';
import { DestinationError } from '../deliver/destination-error.ts';
import { ensureUsable } from '../deliver/spool/spool-holder.ts';
import { createOwnLog, type OwnLog } from '../log/own-log.ts';
import { SocketError } from '../receive/socket-error.ts';
import { Operations } from '../operate/operations.ts';
import { Privileges } from '../operate/privileges.ts';
import { ActivatedSockets } from '../receive/activated-sockets.ts';
import { SourceError } from '../receive/source-error.ts';
import { RECEIVING, Relay } from '../relay.ts';
import { takeInheritedSockets } from '../system/inherited-sockets.ts';
import { loadSystemCalls, releaseFreedMemory } from '../system/system-calls.ts';
import { directoryProblem } from '../system/write-problem.ts';
import type { SignalInbox } from '../system/signal-inbox.ts';
import { CommandError, DONE, REFUSED, WRONG_USE } from './command-error.ts';
import { readDefaultChanges } from './default-changes.ts';
import type { ReadConfig } from './config-thread.ts';
import { isRefusal } from './is-refusal.ts';
import { readRunConfig, type RunOptions } from './read-run-config.ts';
import { RelaySignals } from './relay-signals.ts';
import type { Running } from './running.ts';
import { serve } from './serve.ts';
import { endLater } from './stop-relay.ts';
import { version } from './version.ts';

const LOG_DIRECTORY = '/var/log';
const OWN_LOG_DIRECTORY = './log';
const SYSLOG_PORT = 514;
const UNPRIVILEGED_SYSLOG_PORT = 5514;

/** Runs the relay until SIGTERM or SIGINT. Returns the exit code: 0; 99 when the drain deadline passed; 100; 111. */
export async function run(options: RunOptions, inbox: SignalInbox): Promise<number> {
  const signals = new RelaySignals(inbox);
  // Before anything is started that would inherit the variables.
  const inherited = takeInheritedSockets(process.env, process.pid, loadSystemCalls);
  let changes: DefaultChanges | undefined;
  let first: ReadConfig | undefined;
  const firstReader = async (): Promise<ReadConfig> => {
    changes = await readDefaultChanges(options);
    return readRunConfig(options, changes);
  };
  try {
    // Nothing was received yet that would have to be delivered.
    first = await Promise.race([firstReader(), signals.stopRequested.then(() => undefined)]);
  } catch (error) {
    return reportOf(error);
  }
  if (first === undefined) return DONE;
  const log = createOwnLog(first.found.config.log);
  const running: Running = {
    relay: undefined,
    config: first.found.config,
    found: first.found,
    activated: new ActivatedSockets(inherited),
    fallbacks: new DefaultFallbacks(),
    privileges: new Privileges(log),
  };
  const reader = (signal: AbortSignal): Promise<ReadConfig> =>
    readRunConfig(options, changes, { loaded: running.found, signal });
  void signals.stopRequested.then(() => endLater(running, log));
  try {
    await start(running, first, log);
    const operations = await startOperations(running, log);
    if (running.privileges.drop(running.config)) ensureUsable(running.config);
    log.openTransports();
    const code = await serve(running, { signals, reader, log });
    operations?.close();
    return code;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    for (const line of error.message.split('\n')) log.error(line);
    const isWrong = error instanceof DestinationError || error instanceof SourceError;
    return isWrong ? WRONG_USE : REFUSED;
  } finally {
    await log.close();
  }
}

/** Prints why no configuration was read. Returns the exit code; throws an internal error again. */
function reportOf(error: unknown): number {
  const isKnown = error instanceof CommandError || error instanceof ConfigError;
  if (!isKnown && !isRefusal(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  if (error instanceof CommandError) return error.exitCode;
  return error instanceof ConfigError ? WRONG_USE : REFUSED;
}

/** The embedded default uses another port or directory where the system refuses the usual one, which is logged. */
async function start(running: Running, { found, names }: ReadConfig, log: OwnLog): Promise<void> {
  const changed = found.changes === undefined ? '' : ', changed by the command line';
  log.info(`configuration: ${found.file}${changed}`);
  const { fallbacks } = running;
  const problem = directoryProblem(LOG_DIRECTORY);
  if (found.isDefault && found.changes?.path === undefined && problem !== undefined) {
    fallbacks.add((config) => withLogDirectory(config, LOG_DIRECTORY, OWN_LOG_DIRECTORY));
    log.warn(
      `Cannot write to ${LOG_DIRECTORY}: ${problem}; files go to ${OWN_LOG_DIRECTORY}, start as root or name other files with --path`,
    );
  }
  const begin = async (): Promise<void> => {
    running.config = fallbacks.apply(found);
    running.relay = createRelay(running, log);
    await running.relay.start(names);
  };
  // Of the thread that read the configuration; other threads need as much.
  releaseFreedMemory();
  try {
    await begin();
  } catch (error) {
    const refused = found.config.sources.find((source) => listenOf(source)?.port === SYSLOG_PORT);
    const isForbidden = error instanceof SocketError && error.code === 'EACCES';
    const isMovable = found.isDefault && (found.changes?.listen.length ?? 0) === 0;
    if (!isMovable || !isForbidden || refused === undefined) throw error;
    log.warn(`${error.message}; listening on port ${UNPRIVILEGED_SYSLOG_PORT} instead`);
    fallbacks.add((other) => withPort(other, refused.name, UNPRIVILEGED_SYSLOG_PORT));
    await begin();
  }
}

/** If it is refused, what was received until then is delivered. */
async function startOperations(
  { relay, config }: Running,
  log: OwnLog,
): Promise<Operations | undefined> {
  if (relay === undefined) return undefined;
  const facts = { version, startedAt: new Date() };
  try {
    const { monitor } = relay;
    return await Operations.start(config, { relay: monitor, facts, log, spool: monitor.spool });
  } catch (error) {
    await relay.stop();
    throw error;
  }
}

function createRelay({ config, activated }: Running, log: OwnLog): Relay {
  const relay = new Relay(config, log, { ...RECEIVING, activated });
  process.on('exit', () => relay.leave());
  return relay;
}
