import type { SourceConfig } from '../../lib/config/source-config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { JsonLines } from '../../lib/deliver/entries/json-lines.ts';
import { compileLineTemplates } from '../../lib/deliver/entries/line-templates.ts';
import { Lines } from '../../lib/deliver/entries/lines.ts';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import { BASIC, RFC3164, RFC5424 } from '../../lib/event/format.ts';
import { Utf8Repair } from '../../lib/event/utf8.ts';
import { RecordingDecoder } from '../../lib/recording/recording-decoder.ts';
import { HEADER_VALUES } from '../../lib/syslog-parser/header-values.ts';

const WORD = /[\p{L}\p{N}]+/gu;
const PRI = /^(?:\uFEFF)?<\d{1,4}>/;
/** A time of the console code, up to the CPU or the second time in its bracket. */
const KERNEL_TIME = /^[\r ]*\[ *\d+\.\d{6}(?:s|@\d+\]?[a-z]?| \/ [-\d]+ [:.\d]+)?/gm;
const NOT_PLAIN = /[\p{Cc}\uFFFD]/u;

interface PrintedEvent {
  readonly kernel?: { readonly caller?: string };
}

/** What became of one datagram. */
export interface DecodedWords {
  /** Words of the datagram that the event's JSON form lacks. */
  readonly missingInJson: readonly string[];
  /** Words that the default line has a place for, and lacks. */
  readonly missingInLine: readonly string[];
}

class Printed {
  readonly out = new ByteWriter(65_536);
  isPlain = true;
  truncated = 0;
  readonly #writer: { write(view: EventView, target: Printed): void };

  constructor(writer: { write(view: EventView, target: Printed): void }) {
    this.#writer = writer;
  }

  endPart(): void {
    // Nothing is sealed here.
  }

  print(view: EventView): string {
    this.out.at = 0;
    this.#writer.write(view, this);
    return this.out.bytes.toString('utf8', 0, this.out.at);
  }
}

const json = new Printed(new JsonLines());
const lines = new Printed(new Lines(compileLineTemplates(undefined)));
const utf8 = new Utf8Repair();
const source = {
  ...(defaultConfig().sources[0] as SourceConfig),
  keepHostname: true,
  signals: false,
};
let take: (view: EventView) => void = () => undefined;
const decoder = new RecordingDecoder({
  sourceOf: () => source,
  names: { names: new Map(), userdata: undefined, dns: false, scopes: new Map() },
  startUs: Date.parse('2026-03-05T12:00:00Z') * 1000,
  sink: { take: (view) => take(view) },
});
let senders = 0;

/** Decodes one datagram as `parse` does, from a sender not heard before, and looks for its words. */
export function decodedWords(bytes: Uint8Array, port: number): DecodedWords {
  const inJson = new Set<string>();
  const inLine = new Set<string>();
  let packet: Ranges | undefined;
  take = (view) => {
    packet ??= new Ranges(bytes, view);
    packet.isKernel ||= isOfKernel(view);
    utf8.repair(view);
    const event = JSON.parse(json.print(view)) as PrintedEvent;
    addStrings(event, inJson);
    addWords(lines.print(view), inLine);
    // A line has no place for the caller.
    addWords(event.kernel?.caller ?? '', inLine);
  };
  senders++;
  const address = `198.${18 + (senders >> 16)}.${(senders >> 8) & 255}.${senders & 255}`;
  decoder.take({ t: 0, source: { address, port: 40_000 }, dstPort: port, bytes });
  decoder.finish();
  if (packet === undefined) return { missingInJson: [], missingInLine: [] };
  const sent = packet.textWithoutTime();
  return {
    missingInJson: missing(sent, inJson),
    // Control characters are escaped there.
    missingInLine: NOT_PLAIN.test(sent) ? [] : missing(packet.textOfLine(), inLine),
  };
}
/** What a datagram says, without what an event says in other words. */
class Ranges {
  readonly #bytes: Buffer;
  /** Of kernels: prefixes are left out. */
  isKernel = false;
  /** Of values that are structured data, or that have no place in a line. */
  readonly #unlined: (readonly [start: number, end: number])[] = [];
  /** Where a field begins or ends, and so a word. */
  readonly #borders: number[] = [];

  constructor(bytes: Uint8Array, view: EventView) {
    this.#bytes = Buffer.from(bytes);
    const { syslog, start } = view;
    this.#eraseOctetCount();
    if (view.format !== RFC3164 && view.format !== RFC5424) return;
    this.#bytes.fill(0x20, 0, start);
    const pri = PRI.exec(this.#bytes.toString('latin1', start))?.[0].length ?? 0;
    // A PRI that is none begins the message.
    if (syslog.messageStart > start) this.#bytes.fill(0x20, start, start + pri);
    if (syslog.hasTime) this.#bytes.fill(0x20, syslog.timeStart, syslog.timeEnd);
    if (syslog.version === 1) this.#eraseVersion();
    const header = HEADER_VALUES.flatMap((_, name) =>
      syslog.hasHeader(name) ? [rangeAt(syslog.headerRanges, 2 * name)] : [],
    );
    this.#unlined = [
      [syslog.msgIdStart, syslog.msgIdEnd] as const,
      [syslog.structuredDataStart, syslog.structuredDataEnd] as const,
      [syslog.sequenceStart, syslog.sequenceEnd] as const,
      // `$MSGHDR` is empty without a program.
      ...(syslog.appNameStart < 0 ? [[syslog.procIdStart, syslog.procIdEnd] as const] : []),
      ...header,
    ].filter(([from]) => from >= 0);
    this.#borders = [...header.flat(), syslog.messageStart, syslog.hostStart, syslog.hostEnd];
  }

  /** An octet count that is right, give or take a newline, is no text. */
  #eraseOctetCount(): void {
    const [, count] = /^(\d{1,5}) <\d{1,3}>/.exec(this.#bytes.toString('latin1', 0, 16)) ?? [];
    if (count === undefined) return;
    const rest = this.#bytes.length - count.length - 1;
    if (Math.abs(rest - Number(count)) <= 2) this.#bytes.fill(0x20, 0, count.length + 1);
  }

  textWithoutTime(): string {
    const borders = [0, ...this.#borders.toSorted((a, b) => a - b), this.#bytes.length];
    const parts = borders.slice(1).map((end, at) => {
      const start = Math.max(borders[at] as number, 0);
      return this.#bytes.toString('utf8', start, Math.max(end, start));
    });
    const text = parts.join(' ').replace(/^[\r ]*<\d{1,4}>/gm, '');
    return this.isKernel ? text.replace(KERNEL_TIME, '[') : text;
  }

  textOfLine(): string {
    for (const [start, end] of this.#unlined) this.#bytes.fill(0x20, start, end);
    return this.textWithoutTime();
  }

  #eraseVersion(): void {
    const at = this.#bytes.findIndex((byte) => byte > 0x20);
    if (this.#bytes[at] === 0x31) this.#bytes[at] = 0x20;
  }
}

/** Whether the event is a record of a kernel with a time or a caller. */
function isOfKernel({ format, kernel }: EventView): boolean {
  return format === BASIC && (!Number.isNaN(kernel.uptimeUs) || kernel.callerStart >= 0);
}

function rangeAt(ranges: Int32Array, at: number): readonly [start: number, end: number] {
  return [ranges[at] as number, ranges[at + 1] as number];
}

function addStrings(value: unknown, words: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') addWords(String(value), words);
  else if (Array.isArray(value)) for (const one of value as unknown[]) addStrings(one, words);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      addWords(key, words);
      addStrings(one, words);
    }
  }
}

function addWords(text: string, words: Set<string>): void {
  for (const [word] of text.matchAll(WORD)) words.add(word);
}

function missing(text: string, words: ReadonlySet<string>): string[] {
  return [...text.matchAll(WORD)].flatMap(([word]) => (words.has(word) ? [] : [word]));
}
