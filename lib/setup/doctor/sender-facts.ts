import type { DecodedEvent, ReceivedDatagram } from './datagram-decoder.ts';

/** Content of the datagrams of one sender. */
export interface SenderFacts {
  readonly address: string;
  readonly port: number;
  readonly datagrams: number;
  /** Formats of its events, such as `netconsole-extended`, in order of first appearance. */
  readonly formats: readonly string[];
  /** Out of the header, or the field of that name. */
  readonly release: string | undefined;
  /** Severities, 0 to 7, in ascending order; none: the format carries no level. */
  readonly severities: readonly number[];
  readonly hasTime: boolean;
  /** Userdata `host`. */
  readonly host: string | undefined;
  /** Keys of all fields in order of first appearance. */
  readonly fields: readonly string[];
  /** Sequence numbers that are missing between records. */
  readonly missingSequence: number;
  /** msgid numbers that are missing; undefined: the records carry none. */
  readonly missingMsgid: number | undefined;
  /** Records of which a fragment is missing. */
  readonly incomplete: number;
}

/** The facts of each sender, in order of first appearance. */
export function gatherFacts(
  datagrams: readonly ReceivedDatagram[],
  events: readonly DecodedEvent[],
): SenderFacts[] {
  const counts = new Map<string, number>();
  for (const { address, port } of datagrams) {
    const key = `${address} ${port}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const bySender = new Map<string, DecodedEvent[]>();
  for (const event of events) {
    if (event.format === 'signal') continue;
    const key = `${event.source.address} ${event.source.port}`;
    const list = bySender.get(key);
    if (list === undefined) bySender.set(key, [event]);
    else list.push(event);
  }
  return [...bySender].map(([key, own]) => factsOf(own, counts.get(key) ?? 0));
}

function factsOf(events: readonly DecodedEvent[], datagrams: number): SenderFacts {
  const { address = '', port = 0 } = events[0]?.source ?? {};
  const kernels = events.map(({ kernel }) => kernel ?? {});
  const severities = new Set(events.flatMap(({ severity = [] }) => severity));
  const fields = kernels.flatMap(({ fields: own = {} }) => Object.entries(own));
  const valueOf = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1];
  return {
    address,
    port,
    datagrams,
    formats: [...new Set(events.map(({ format }) => format))],
    release: kernels.find(({ release }) => release !== undefined)?.release ?? valueOf('release'),
    severities: [...severities].sort((a, b) => a - b),
    hasTime: kernels.some(({ uptimeUs }) => uptimeUs !== undefined),
    host: valueOf('host'),
    fields: [...new Set(fields.map(([key]) => key))],
    missingSequence: kernels.reduce((sum, { gapBefore = 0 }) => sum + gapBefore, 0),
    missingMsgid: missingNumbers(fields.flatMap(([key, value]) => (key === 'msgid' ? value : []))),
    incomplete: kernels.filter(({ missing }) => missing !== undefined).length,
  };
}

/** Numbers missing between the least and the greatest; a number that falls far begins a new count, as after a reboot. */
function missingNumbers(texts: readonly string[]): number | undefined {
  if (texts.length === 0) return undefined;
  let missing = 0;
  let run: number[] = [];
  const close = (): void => {
    if (run.length > 0) missing += Math.max(...run) - Math.min(...run) + 1 - new Set(run).size;
    run = [];
  };
  for (const number of texts.map(Number)) {
    const last = run.at(-1);
    if (last !== undefined && number < last - REORDERED) close();
    run.push(number);
  }
  close();
  return missing;
}

/** Packets that overtake each other do so by a few places. */
const REORDERED = 16;
