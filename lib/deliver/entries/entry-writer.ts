import type { EventView } from '../../event/event-view.ts';
import type { ByteWriter } from '../../event/byte-writer.ts';

/** The batch being filled, as an entry writer uses it. */
export interface EntryTarget {
  /** Where the bytes go. */
  readonly out: ByteWriter;
  /** An entry writer sets it to false when what it wrote may contain bytes other than printable ASCII and newlines. */
  isPlain: boolean;
  /** An entry writer adds 1 for each event of which it cut a part. */
  truncated: number;
  /**
   * Ends a part of an event. A batch may be sealed after each part, unless its kind needs whole events; then only after the
   * last one.
   */
  endPart(isLast: boolean): void;
}

/** Writes one event in the form that a kind of destination stores. */
export interface EntryWriter {
  /** Appends the event in one or more parts; the last one is ended with `endPart(true)`. Never throws because of the event. */
  write(view: EventView, target: EntryTarget): void;
}
