import type { Redis } from 'ioredis';
import { NUMBER_MARK } from '../../bench/generator/message-template.ts';

/** What the numbers in the entries of streams show. */
export interface Numbers {
  /** How often each number is there. */
  readonly times: Uint8Array;
  /** When the relay received each number, in milliseconds since 1970; 0 for those that are not there. */
  readonly receivedMs: Float64Array;
  readonly repeated: number;
  /** Numbers that follow a higher one of their host. */
  readonly outOfOrder: number;
}

const PAGE = 5000;
const NUMBER = new RegExp(`${NUMBER_MARK}(\\d+)`);
const RECEIVED = /"receivedAt":"([^"]*)"/;
const HOST = /"hostname":"([^"]*)"/;

/** Reads all entries of the streams: the event in JSON is the first field. */
export async function readNumbers(
  redis: Redis,
  streams: readonly string[],
  messages: number,
): Promise<Numbers> {
  const times = new Uint8Array(messages);
  const receivedMs = new Float64Array(messages);
  const lastOfHost = new Map<string, number>();
  let repeated = 0;
  let outOfOrder = 0;
  for (const stream of streams) {
    for (let from = '-'; ;) {
      const entries = await redis.xrange(stream, from, '+', 'COUNT', PAGE);
      for (const [, [, json = '']] of entries) {
        const number = Number(NUMBER.exec(json)?.[1]);
        const host = HOST.exec(json)?.[1] ?? '';
        const before = times[number];
        if (before === undefined) throw new Error(`unexpected entry: ${json}`);
        if (before > 0) repeated++;
        times[number] = before + 1;
        receivedMs[number] = Date.parse(RECEIVED.exec(json)?.[1] ?? '');
        if (number < (lastOfHost.get(host) ?? -1)) outOfOrder++;
        lastOfHost.set(host, number);
      }
      if (entries.length < PAGE) break;
      from = `(${entries.at(-1)?.[0]}`;
    }
  }
  return { times, receivedMs, repeated, outOfOrder };
}

/** The numbers that are not there. */
export function missingFrom({ times }: Pick<Numbers, 'times'>): number[] {
  const missing: number[] = [];
  for (const [number, count] of times.entries()) if (count === 0) missing.push(number);
  return missing;
}
