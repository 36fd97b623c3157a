import type { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import type { EntryTarget, EntryWriter } from './entry-writer.ts';

const DOLLAR = 0x24;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;
/** Digits of most lengths; a value whose length has another number of digits is moved. */
const USUAL_DIGITS = 3;
/** `$`, carriage return and newline. */
const HEADER_BYTES = 3;

/** Appends one value of an event. Never throws because of the event. */
export type ValueWriter = (view: EventView, out: ByteWriter) => void;

/**
 * The values of an event as bulk strings of the Redis protocol, so that they are sent as they are:
 *
 *   1*( "$" length CR LF bytes CR LF )
 *
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export class RespBulk implements EntryWriter {
  readonly #values: readonly ValueWriter[];

  constructor(values: readonly ValueWriter[]) {
    this.#values = values;
  }

  write(view: EventView, target: EntryTarget): void {
    const values = this.#values;
    for (let i = 0; i < values.length; i++) writeBulk(values[i] as ValueWriter, view, target.out);
    target.isPlain = false;
    target.endPart(true);
  }
}

function writeBulk(value: ValueWriter, view: EventView, out: ByteWriter): void {
  const header = out.at;
  out.ensure(HEADER_BYTES + USUAL_DIGITS);
  const start = header + HEADER_BYTES + USUAL_DIGITS;
  out.at = start;
  value(view, out);
  const length = out.at - start;
  const moved = digitsOf(length) - USUAL_DIGITS;
  out.ensure(Math.max(0, moved) + 2);
  if (moved !== 0) out.bytes.copyWithin(start + moved, start, out.at);
  out.at = header;
  out.byte(DOLLAR);
  out.decimal(length);
  out.byte(CARRIAGE_RETURN);
  out.byte(NEWLINE);
  out.at += length;
  out.byte(CARRIAGE_RETURN);
  out.byte(NEWLINE);
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  return digits;
}
