import { setTimeout as sleep } from 'node:timers/promises';
import { oneLine } from '../log/own-log.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { CommandError, DONE, REFUSED, WRONG_USE, runCommand } from './command-error.ts';
import type { Surroundings } from './command-error.ts';
import { readRecordingFile } from './recording-file.ts';
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

/**
 * Sends a recording as datagrams, and says on stderr how many went out. A line that is no recorded datagram is
 * named there and left out. Returns the exit code: 0; 100 for wrong use and for such lines; 111
 * when the system refused datagrams.
 */
export async function replay(
  options: ReplayOptions,
  surroundings: Surroundings & ReplayTime = {
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
    const problems = new Set<string>();
    try {
      for (let round = 0; round < repeat; round++) {
        const clock = new ReplayClock(speed, surroundings);
        for await (const item of readRecordingFile(options.file)) {
          if ('problem' in item) {
            if (!problems.has(item.problem))
              surroundings.stderr.write(`${oneLine(item.problem)}\n`);
            problems.add(item.problem);
            continue;
          }
          await clock.until(item.t);
          await sockets.send(item);
        }
      }
      await sockets.settled();
    } finally {
      sockets.close();
    }
    const { sent, refusals, firstRefusal } = sockets;
    const to = formatEndpoint(target);
    surroundings.stderr.write(`sent ${sent} datagrams to ${to}\n`);
    if (refusals > 0) {
      const message = `${refusals} datagrams to ${to} refused, first with ${firstRefusal}`;
      throw new CommandError(message, REFUSED);
    }
    return problems.size > 0 ? WRONG_USE : DONE;
  });
}

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
