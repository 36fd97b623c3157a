import { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { BOLD, BOLD_RED, GREEN, RED, REVERSE_RED, YELLOW, inColour } from '../../log/colours.ts';
import type { EntryTarget, EntryWriter } from './entry-writer.ts';
import type { LineTemplates } from './line-templates.ts';
import { Lines } from './lines.ts';

/** By severity, as dmesg(1) has them: from emerg to debug. */
const COLOURS = [REVERSE_RED, REVERSE_RED, BOLD_RED, RED, BOLD, '', '', ''] as const;
const INITIAL_BYTES = 4096;

/** Time, host, kernel time and text of a default line. */
const DEFAULT_LINE = /^(\S+) (\S+) (\[ *\d+\.\d+\] )?(.*)$/s;
/** What the kernel calls the part that speaks: `usb 1-1: `, `EXT4-fs (sda1): `. */
const SUBSYSTEM = /^[^:[\]]{1,48}:(?= )/;

/**
 * Lines for a terminal in dmesg's colours: times green, the kernel's subsystem yellow, the text by severity. Lines of a template other than the
 * default are coloured by severity alone. Not for hot paths: a person reads it.
 */
export class ColouredLines implements EntryWriter {
  readonly #lines: Lines;
  readonly #isDefault: boolean;
  readonly #plain: PlainTarget = new PlainTarget();

  constructor(templates: LineTemplates, isDefault: boolean) {
    this.#lines = new Lines(templates);
    this.#isDefault = isDefault;
  }

  write(view: EventView, target: EntryTarget): void {
    const plain = this.#plain;
    plain.out.at = 0;
    this.#lines.write(view, plain);
    const colour = COLOURS[view.severity] ?? '';
    const text = plain.out.bytes.toString('utf8', 0, plain.out.at - 1);
    const coloured = text
      .split('\n')
      .map((line) => `${this.#isDefault ? colourDefault(line, colour) : inColour(colour, line)}\n`);
    const bytes = Buffer.from(coloured.join(''));
    target.isPlain = false;
    target.out.ensure(bytes.length);
    target.out.all(bytes);
    target.endPart(true);
  }
}

/** A default line, without its newline, in dmesg's colours; a severity below 0 is none. */
export function colourLine(line: string, severity: number): string {
  return colourDefault(line, COLOURS[severity] ?? '');
}

function colourDefault(line: string, colour: string): string {
  const match = DEFAULT_LINE.exec(line);
  if (match === null) return inColour(colour, line);
  const [, time = '', host = '', kernelTime = '', text = ''] = match;
  const subsystem = kernelTime === '' ? '' : (SUBSYSTEM.exec(text)?.[0] ?? '');
  const rest = text.slice(subsystem.length);
  const head = `${inColour(GREEN, time)} ${host} ${inColour(GREEN, kernelTime)}`;
  return `${head}${inColour(YELLOW, subsystem)}${inColour(colour, rest)}`;
}

/** Holds the lines of one event before they are coloured. */
class PlainTarget implements EntryTarget {
  readonly out = new ByteWriter(INITIAL_BYTES);
  isPlain = true;
  truncated = 0;

  endPart(): void {
    // All parts of an event are coloured together.
  }
}
