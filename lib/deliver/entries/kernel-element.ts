import { ByteWriter } from '../../event/byte-writer.ts';
import { SIGNALS, type EventView } from '../../event/event-view.ts';
import { BASIC, EXTENDED, SIGNAL } from '../../event/format.ts';
import { KeyedRanges } from '../../event/json/keyed-ranges.ts';
import { isDictionaryKey } from '../../event/kernel-field-cursor.ts';
import { collectKernelFields, kernelFieldValue } from '../../event/kernel-field-values.ts';
import type { KernelView } from '../../event/kernel-view.ts';
import { Rfc3339Utc } from '../../event/rfc3339.ts';
import { unescape } from '../../event/unescape.ts';
import { endElement, openElement, putParameter } from './structured-data-writer.ts';
import { hasUnknownFacility, setRange, type FieldRange } from './syslog-field.ts';

const NAMES = {
  signal: Buffer.from('signal'),
  facility: Buffer.from('facility'),
  release: Buffer.from('release'),
  sequence: Buffer.from('sequence'),
  uptimeUs: Buffer.from('uptimeUs'),
  uptime: Buffer.from('uptime'),
  caller: Buffer.from('caller'),
  flag: Buffer.from('flag'),
  fragments: Buffer.from('fragments'),
  gapBefore: Buffer.from('gapBefore'),
  outOfOrder: Buffer.from('outOfOrder'),
  replayNotice: Buffer.from('replayNotice'),
  missing: Buffer.from('missing'),
  estimatedTime: Buffer.from('estimatedTime'),
  dropped: Buffer.from('dropped'),
} as const;
type Name = keyof typeof NAMES;

const SIGNAL_WORDS = SIGNALS.map((word) => Buffer.from(word));
const TRUE = Buffer.from('true');

/**
 * The element `kernel@<enterpriseId>` of netconsole records and signals: the fields after the text (dictionary, userdata, system data),
 * then the members of `kernel` in the event's JSON. A receiver that keeps the last of several values thus keeps ours.
 */
export class KernelElement {
  readonly #id: FieldRange;
  readonly #table = new KeyedRanges();
  readonly #unescaped = new ByteWriter(1024);
  readonly #text = new ByteWriter(32);
  readonly #time = new Rfc3339Utc();
  readonly #name: FieldRange = { bytes: TRUE, start: 0, end: 0 };
  readonly #value: FieldRange = { bytes: TRUE, start: 0, end: 0 };
  #out: ByteWriter = this.#text;

  constructor(enterpriseId: number) {
    const id = Buffer.from(`kernel@${enterpriseId}`);
    this.#id = { bytes: id, start: 0, end: id.length };
  }

  /** Appends the element, unless it would be empty. */
  write(view: EventView, out: ByteWriter): void {
    const start = out.at;
    this.#out = out;
    openElement(this.#id, out);
    const opened = out.at;
    if (view.format === EXTENDED) this.#putFields(view);
    if (view.format === SIGNAL) this.#putWord('signal', SIGNAL_WORDS[view.signal] ?? TRUE);
    if (hasUnknownFacility(view)) this.#putNumber('facility', view.facility);
    this.#putHeader(view);
    this.#putCircumstances(view.kernel);
    if (out.at === opened) out.at = start;
    else endElement(out);
  }

  #putFields({ bytes, kernel }: EventView): void {
    const table = this.#table;
    collectKernelFields(bytes, kernel, table);
    for (let key = table.firstKey(KeyedRanges.ROOT); key !== 0; key = table.nextKey(key)) {
      const start = table.keyStart(key);
      const end = table.keyEnd(key);
      const value = kernelFieldValue(bytes, table, key);
      const valueStart = table.valueStart(value);
      const valueEnd = table.valueEnd(value);
      // A line without a key that is empty is only the end of the record.
      if (start === end && valueStart === valueEnd) continue;
      setRange(this.#name, bytes, start, end);
      if (isDictionaryKey(bytes, start, end)) {
        this.#unescaped.at = 0;
        this.#unescaped.ensure(valueEnd - valueStart);
        const { bytes: target } = this.#unescaped;
        setRange(this.#value, target, 0, unescape(bytes, valueStart, valueEnd, target, 0));
      } else setRange(this.#value, bytes, valueStart, valueEnd);
      putParameter(this.#name, this.#value, this.#out);
    }
  }

  #putHeader({ bytes, format, kernel }: EventView): void {
    this.#putRange('release', bytes, kernel.releaseStart, kernel.releaseEnd);
    this.#putRange('sequence', bytes, kernel.sequenceStart, kernel.sequenceEnd);
    if (kernel.uptimeUs >= 0) this.#putNumber('uptimeUs', kernel.uptimeUs);
    else {
      // Above 2^53 there are only the digits; those of a basic record are seconds.
      const name = format === BASIC ? 'uptime' : 'uptimeUs';
      this.#putRange(name, bytes, kernel.uptimeStart, kernel.uptimeEnd);
    }
    this.#putRange('caller', bytes, kernel.callerStart, kernel.callerEnd);
    if (kernel.flag === 0) return;
    this.#text.at = 0;
    this.#text.byte(kernel.flag);
    this.#putText('flag');
  }

  #putCircumstances(kernel: KernelView): void {
    if (kernel.fragments > 1) this.#putNumber('fragments', kernel.fragments);
    if (kernel.gapBefore > 0) this.#putNumber('gapBefore', kernel.gapBefore);
    if (kernel.outOfOrder) this.#putWord('outOfOrder', TRUE);
    if (kernel.replayNotice) this.#putWord('replayNotice', TRUE);
    if (kernel.missing !== undefined && kernel.missing.length > 1) this.#putMissing(kernel.missing);
    if (kernel.dropped > 0) this.#putNumber('dropped', kernel.dropped);
    if (!Number.isFinite(kernel.estimatedTimeUs)) return;
    this.#text.at = 0;
    this.#time.write(kernel.estimatedTimeUs, this.#text);
    this.#putText('estimatedTime');
  }

  /** `from-to` of each range of bytes that never came, separated by commas; `to` is excluded. */
  #putMissing(pairs: readonly number[]): void {
    const text = this.#text;
    text.at = 0;
    for (let i = 0; i < pairs.length; i++) {
      text.ensure(17);
      if (i > 0) text.byte(i % 2 === 0 ? 0x2c : 0x2d);
      text.decimal(pairs[i] as number);
    }
    this.#putText('missing');
  }

  #putNumber(name: Name, value: number): void {
    this.#text.at = 0;
    this.#text.decimal(value);
    this.#putText(name);
  }

  #putText(name: Name): void {
    this.#putRange(name, this.#text.bytes, 0, this.#text.at);
  }

  #putWord(name: Name, word: Uint8Array): void {
    this.#putRange(name, word, 0, word.length);
  }

  #putRange(name: Name, bytes: Uint8Array, start: number, end: number): void {
    if (start < 0 || end <= start) return;
    setRange(this.#name, NAMES[name], 0, NAMES[name].length);
    setRange(this.#value, bytes, start, end);
    putParameter(this.#name, this.#value, this.#out);
  }
}
