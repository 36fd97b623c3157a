import { plural } from '../config/plural.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneLine } from '../log/own-log.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { errorText } from '../system/error-text.ts';
import { CommandError, DONE, REFUSED, WRONG_USE, runCommand } from './command-error.ts';
import { readDatagrams } from './read-datagrams.ts';
import { ReplayProgress, type ProgressOutput } from './replay-progress.ts';
import { ReplayClock, type ReplayTime } from './replay-clock.ts';
import { ReplaySockets } from './replay-sockets.ts';
import { resolveTarget } from './udp-target.ts';

export interface ReplayOptions {
  /** A recording, see `parseRecordingLine`. */
  readonly file: string;
  /** `HOST:PORT`. */
  readonly to: string;
  /** `1`, the default, is the recorded timing; `N` is that many times faster; `max` never waits. */
  readonly speed: string | undefined;
  /** How many times to send the recording; 1 when undefined. */
  readonly repeat: string | undefined;
  /** Send from 127.0.0.x, an address for each recorded one, with the recorded ports where free. */
  readonly fromSources: boolean;
}

/** The parts of the process that a replay uses. */
export interface ReplaySurroundings extends ReplayTime {
  readonly stderr: ProgressOutput;
}

/**
 * Sends a recording as datagrams, reports progress and at the end how many were sent, both on stderr. A line that is not a recorded datagram is
 * named there and left out. Stops at the first refusal. Returns the exit code: 0; 100 for wrong use and for such lines; 111
 * when the system refused datagrams.
 */
export async function replay(
  options: ReplayOptions,
  surroundings: ReplaySurroundings = {
    stderr: process.stderr,
    now: () => performance.now(),
    sleep,
  },
): Promise<number> {
  return runCommand(surroundings, async () => {
    const speed = readSpeed(options.speed ?? '1');
    const repeat = readRepeat(options.repeat ?? '1');
    const target = await resolveTarget('--to', options.to);
    const sockets = new ReplaySockets(target, options.fromSources);
    const progress = new ReplayProgress(surroundings.stderr, surroundings.now, repeat);
    const problems = new Set<string>();
    const report = (problem: string): void => {
      if (problems.has(problem)) return;
      problems.add(problem);
      progress.clear();
      surroundings.stderr.write(`${oneLine(problem)}\n`);
    };
    try {
      for (let round = 0; round < repeat && !sockets.isRefused; round++) {
        const clock = new ReplayClock(speed, surroundings);
        for await (const item of readDatagrams(options.file, 'jsonl')) {
          if ('problem' in item) report(item.problem);
          else {
            await clock.until(item.t);
            await sockets.send(item);
            progress.update({ sent: sockets.sent, t: item.t, round: round + 1 });
          }
          if (sockets.isRefused) break;
        }
      }
      await sockets.settled();
    } finally {
      progress.clear();
      sockets.close();
    }
    return summarise(sockets, formatEndpoint(target), { surroundings, problems });
  });
}

interface Outcome {
  readonly surroundings: ReplaySurroundings;
  readonly problems: ReadonlySet<string>;
}

function summarise(
  { sent, refusals, firstRefusal }: ReplaySockets,
  to: string,
  { surroundings, problems }: Outcome,
): number {
  if (firstRefusal !== undefined) {
    const what = `Cannot send to ${to}: ${errorText(firstRefusal)}`;
    const fix = FIXES[firstRefusal] ?? 'correct that and start again';
    const count = `${plural(sent, 'datagram')} sent, ${refusals} of them refused`;
    throw new CommandError(`${what}; ${fix}; ${count}`, REFUSED);
  }
  if (sent > 0 || problems.size === 0) {
    surroundings.stderr.write(`sent ${plural(sent, 'datagram')} to ${to}\n`);
  }
  return problems.size > 0 ? WRONG_USE : DONE;
}

const FIXES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing is listening there: start the relay, or name another port',
  ENOBUFS: 'lower --speed',
  EMSGSIZE: 'remove datagrams above 65507 bytes from the recording',
  ENETUNREACH: 'name an address that this machine has a route to',
  EPERM: 'check the firewall of this machine',
};

function readSpeed(text: string): number {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (speed > 0 && text !== 'Infinity') return speed;
  throw wrongValue('--speed', text, 'a number above 0, or max');
}

function readRepeat(text: string): number {
  const repeat = Number(text);
  if (Number.isInteger(repeat) && repeat > 0) return repeat;
  throw wrongValue('--repeat', text, 'a whole number above 0');
}

function wrongValue(option: string, found: string, expected: string): CommandError {
  return new CommandError(`${option} is ${JSON.stringify(found)}; expected ${expected}`, WRONG_USE);
}
