import { hostname } from 'node:os';
import type { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import { DefaultLine } from './default-line.ts';
import { EventClock } from './event-clock.ts';
import { inSequence, putRaw } from './macro.ts';
import type { Macro } from './macro.ts';
import { MacroCompiler } from './macro-compiler.ts';
import { parseTemplate } from './parse-template.ts';
import { writeSanitised } from './sanitise.ts';
import type { TemplateProblem } from './template-problem.ts';

/**
 * Dialect of a template. `ours`: six digits of a second's fraction, and an unknown macro is an error.
 * `imported` (from syslog-ng): no fraction, and an unknown macro is a warning and empty.
 */
export type TemplateDialect = 'ours' | 'imported';

export interface TemplateOptions {
  /** `ours` when absent. */
  readonly dialect?: TemplateDialect;
  /** How times of arrival are shown: `local` (when absent), an IANA name, or an offset such as `+01:00`. */
  readonly zone?: string;
  /** Digits of a second's fraction in textual times, 0 to 6; that of the dialect when absent. */
  readonly fractionDigits?: number;
  /** The value of `$LOGHOST`; the name of this machine if absent. */
  readonly loghost?: string;
  /** Whether text of a sender is copied unchanged, for targets without lines; sanitised if absent. */
  readonly isRaw?: boolean;
}

const MICROS_DIGITS = 6;

/** A template ready to render; one object per thread. */
export interface CompiledTemplate {
  /**
   * Appends one line of an event's message, the range `[lineStart, lineEnd)` of `view.text`, which holds no newline;
   * adds no newline itself. Text of a sender is sanitised, unless the template is raw. Never throws. Returns whether all of it is known to be printable ASCII.
   */
  render(view: EventView, lineStart: number, lineEnd: number, out: ByteWriter): boolean;
  /** Whether all events of one `view.host` give the same. */
  readonly dependsOnlyOnHost: boolean;
  /** Unknown macros of the dialect `imported`. */
  readonly warnings: readonly TemplateProblem[];
}

/**
 * Compiles a template for lines, or returns all that is wrong with it. One final newline of the template is left out,
 * since whoever writes lines ends them. Throws a RangeError for an unknown zone.
 */
export function compileTemplate(
  text: string,
  options: TemplateOptions = {},
): CompiledTemplate | TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const { dialect = 'ours', zone = 'local', loghost = hostname() } = options;
  const loneDollar = dialect === 'ours' ? 'refused' : 'literal';
  const parts = parseTemplate(text.replace(/\n$/, ''), problems, loneDollar);
  const clock = new EventClock(zone);
  const fractionDigits = options.fractionDigits ?? (dialect === 'ours' ? MICROS_DIGITS : 0);
  const compiler = new MacroCompiler({
    isImported: dialect === 'imported',
    loghost,
    dates: { clock, fractionDigits, unprefixed: 'stamp' },
  });
  const macros = parts.map((part) =>
    compiler.compile(part, options.isRaw === true ? putRaw : writeSanitised),
  );
  problems.push(...compiler.problems);
  if (problems.length > 0) return problems.sort((a, b) => a.offset - b.offset);
  const isDefault = fractionDigits === MICROS_DIGITS && options.isRaw !== true;
  const whole = isDefault ? DefaultLine.of(text, clock) : undefined;
  return new LineTemplate(inSequence(macros), whole, compiler);
}

class LineTemplate implements CompiledTemplate {
  readonly dependsOnlyOnHost: boolean;
  readonly warnings: readonly TemplateProblem[];
  readonly #macro: Macro;
  /** Tried first. */
  readonly #whole: DefaultLine | undefined;

  constructor(
    macro: Macro,
    whole: DefaultLine | undefined,
    { dependsOnlyOnHost, warnings }: MacroCompiler,
  ) {
    this.#macro = macro;
    this.#whole = whole;
    this.dependsOnlyOnHost = dependsOnlyOnHost;
    this.warnings = warnings;
  }

  render(view: EventView, lineStart: number, lineEnd: number, out: ByteWriter): boolean {
    if (this.#whole?.write(view, lineStart, lineEnd, out) === true) return true;
    this.#macro(view, lineStart, lineEnd, out);
    return false;
  }
}
