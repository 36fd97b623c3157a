import { parseArgs } from 'node:util';
import { BENCH_FORMATS, isWhole, type BenchFormat } from './generator/job.ts';

export const SUITES = [
  'full-speed',
  'highest-rate',
  'latency',
  'many-hosts',
  'redis',
  'redis-in',
  'tcp-in',
  'syslog-out',
] as const;
export type Suite = (typeof SUITES)[number];

export interface BenchOptions {
  /** The arguments as they were given. */
  readonly given: readonly string[];
  readonly suites: readonly Suite[];
  /** All take part in `full-speed`; the other suites take the first that is not `fragmented`. */
  readonly formats: readonly BenchFormat[];
  readonly peers: boolean;
  /** A Debian root with newer peers, see docs/performance.md; undefined: those of this system. */
  readonly peerRoot: string | undefined;
  /** Another checkout of the relay, built; undefined: none. */
  readonly before: string | undefined;
  /** Of each trial at full speed. */
  readonly messages: number;
  /** Of each trial at full speed and of the search for the highest rate. */
  readonly hosts: number;
  /** Rounds of all suites but `latency`; the tables show medians. */
  readonly repeat: number;
  /** How long a steady rate is held. */
  readonly seconds: number;
  /** Messages that leave at once at a steady rate. */
  readonly burst: number;
  readonly shards: number;
  readonly receiveBufferBytes: number;
  /** On a disk like the one logs are kept on. */
  readonly directory: string;
  readonly writeDocs: boolean;
}

export const USAGE = `npm run bench -- [options]
  --suites LIST     of ${SUITES.join(', ')}; default all
  --formats LIST    of ${BENCH_FORMATS.join(', ')}; default all; suites other than full-speed take the first.
                    fragmented: extended records in pieces, at full speed only, for the relay only
  --no-peers        leave rsyslog, syslog-ng and netconsd out
  --peer-root DIR   measure the peers of a Debian root made by debootstrap; also netconsd
  --before DIR      also measure the relay built in another checkout, such as one of an earlier commit
  --messages N      at full speed and of many hosts; default 1000000; fragmented: about as many datagrams
  --hosts N         host names at full speed and in the search for the highest rate, 1 to 10000; default 100
  --repeat N        rounds of all suites but latency; default 3
  --seconds N       how long a steady rate is held; default 5
  --burst N         messages that leave at once at a steady rate; default 1
  --quick           100000 messages, one round, steady rates for 1 second
  --shards N        receiving threads of the relay; default 1
  --receive-buffer MIB   for every receiver; default 32
  --directory DIR   where receivers write; default in /var/tmp, which is a disk
  --write-docs      put the tables into docs/performance.md
`;

/** Throws an Error that says what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      suites: text,
      formats: text,
      peers: flag,
      'no-peers': flag,
      before: text,
      'peer-root': text,
      messages: text,
      hosts: text,
      repeat: text,
      seconds: text,
      quick: flag,
      burst: text,
      shards: text,
      'receive-buffer': text,
      directory: text,
      'write-docs': flag,
    },
  });
  const { quick } = values;
  const suites = words('--suites', values.suites, SUITES);
  const formats = words('--formats', values.formats, BENCH_FORMATS);
  if (!suites.includes('full-speed') && !formats.some(isWhole)) {
    throw new Error('--formats: fragmented takes part in full-speed only; name another one too');
  }
  return {
    given: args,
    suites,
    formats,
    peers: !values['no-peers'],
    before: values.before,
    peerRoot: values['peer-root'],
    messages: count('--messages', values.messages, quick ? 100_000 : 1_000_000),
    hosts: count('--hosts', values.hosts, 100, 10_000),
    repeat: count('--repeat', values.repeat, quick ? 1 : 3),
    seconds: count('--seconds', values.seconds, quick ? 1 : 5),
    burst: count('--burst', values.burst, 1, 100_000),
    shards: count('--shards', values.shards, 1),
    receiveBufferBytes: count('--receive-buffer', values['receive-buffer'], 32, 1024) * 1024 * 1024,
    directory: values.directory ?? `/var/tmp/netconsole-relay-bench-${process.pid}`,
    writeDocs: values['write-docs'],
  };
}

function words<Word extends string>(
  option: string,
  text: string | undefined,
  known: readonly Word[],
): readonly Word[] {
  if (text === undefined) return known;
  return text.split(',').map((found) => {
    const word = known.find((one) => one === found);
    if (word === undefined) throw new Error(`${option}: ${found} is none of ${known.join(', ')}`);
    return word;
  });
}

function count(
  option: string,
  text: string | undefined,
  usual: number,
  most = 1_000_000_000,
): number {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${option} is ${text}; expected a whole number, 1 to ${most}`);
}
