import type { ByteWriter } from '../event/byte-writer.ts';
import { copyAscii } from '../event/copy-bytes.ts';
import { sourceViews, targetViews } from '../event/data-views.ts';
import type { EventView } from '../event/event-view.ts';

/**
 * Writes one part of a template for one line of a message, the range `[lineStart, lineEnd)` of `view.text`.
 * Reserves what it writes.
 */
export type Macro = (view: EventView, lineStart: number, lineEnd: number, out: ByteWriter) => void;

/** How text of a sender is written: as it is, or made safe. Reserves what it writes. */
export type Put = (bytes: Uint8Array, start: number, end: number, out: ByteWriter) => void;

/** Makes the macro that writes its text by `put`. */
export type MacroFactory = (put: Put) => Macro;

/** Writes `bytes[start, end)` as they are. */
export function putRaw(bytes: Uint8Array, start: number, end: number, out: ByteWriter): void {
  out.ensure(end - start);
  out.range(bytes, start, end);
}

/** Writes a line of the event's text by `put`, or just copies it when there is nothing in it that `put` would look for. */
export function lineMacro(put: Put): Macro {
  return (view, lineStart, lineEnd, out) => {
    if (!view.isPlain) put(view.text, lineStart, lineEnd, out);
    else {
      out.ensure(lineEnd - lineStart);
      const source = sourceViews.of(view.text);
      out.at = copyAscii(source, lineStart, lineEnd, targetViews.of(out.bytes), out.at);
    }
  };
}

/** Writes `text` for every event. */
export function constant(text: string): Macro {
  const bytes = Buffer.from(text);
  if (bytes.length !== 1) return (_view, _start, _end, out) => putRaw(bytes, 0, bytes.length, out);
  const byte = bytes[0] as number;
  return (_view, _start, _end, out) => {
    out.ensure(1);
    out.byte(byte);
  };
}

/** Writes nothing. */
export const nothing: Macro = () => undefined;

/** Runs all of `macros` as one. */
export function inSequence(macros: readonly Macro[]): Macro {
  const [only] = macros;
  if (only !== undefined && macros.length === 1) return only;
  return (view, lineStart, lineEnd, out) => {
    for (let i = 0; i < macros.length; i++) (macros[i] as Macro)(view, lineStart, lineEnd, out);
  };
}
