import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { readUdpPort } from '../measure/udp-port.ts';
import type { RunningReceiver } from './receiver.ts';

/** A command in the foreground that binds `port`, of UDP. */
export interface ReceiverCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Undefined: not waited for. */
  readonly port?: number | undefined;
  /** An open file for its standard output, closed here; undefined: the output is kept. */
  readonly stdout?: number;
  /** What stderr must contain before it counts as started; the bound port alone when undefined. */
  readonly readyWord?: string;
}

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 30_000;
/** How much of the last output is kept for an error's text. */
const KEPT_OUTPUT = 4000;

/** Starts a receiver as a child and waits until it listens. Rejects with its last words when it does not. */
export async function startReceiverProcess(start: ReceiverCommand): Promise<RunningReceiver> {
  const { command, args, env = {}, port, readyWord = '', stdout: file } = start;
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', file ?? 'pipe', 'pipe'],
  });
  if (file !== undefined) closeSync(file);
  let stdout = '';
  let stderr = '';
  const said = { ready: readyWord === '' };
  child.stdout?.on('data', (bytes: Buffer) => {
    stdout = (stdout + bytes.toString()).slice(-KEPT_OUTPUT);
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    stderr = (stderr + bytes.toString()).slice(-KEPT_OUTPUT);
    said.ready ||= stderr.includes(readyWord);
  });
  const ended = once(child, 'close').catch((error: unknown) => {
    stderr += String(error);
  });
  const isRunning = (): boolean =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const deadline = Date.now() + START_TIMEOUT_MS;
  const isBound = (): boolean => port === undefined || readUdpPort(port) !== undefined;
  while (isRunning() && !(said.ready && isBound())) {
    if (Date.now() > deadline) child.kill('SIGKILL');
    await sleep(20);
  }
  if (!isRunning() || child.pid === undefined) {
    await ended;
    throw new Error(`${command} did not start: ${stderr || stdout || 'no output'}`);
  }
  return {
    pid: child.pid,
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(late);
      return stdout;
    },
  };
}
