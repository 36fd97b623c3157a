import { hostname } from 'node:os';
import { ByteWriter } from '../event/byte-writer.ts';
import type { EventView } from '../event/event-view.ts';
import type { TemplateDialect } from './compile-template.ts';
import { EventClock } from './event-clock.ts';
import { constant, inSequence, putRaw } from './macro.ts';
import type { Macro } from './macro.ts';
import { MacroCompiler } from './macro-compiler.ts';
import { parseTemplate } from './parse-template.ts';
import type { TemplatePart } from './parse-template.ts';
import { writeSafeSegment } from './safe-segment.ts';
import type { TemplateProblem } from './template-problem.ts';

export interface PathOptions {
  /** `ours` when absent. */
  readonly dialect?: TemplateDialect;
  /** How times of arrival are shown: `local` (when absent), an IANA name, or an offset such as `+01:00`. */
  readonly zone?: string;
  /** The value of `$LOGHOST`; the name of this machine if absent. */
  readonly loghost?: string;
}

/** A path template ready to render; one object per thread. */
export interface CompiledPath {
  /**
   * Appends the path of the event's file. No value leaves the segment of its macro, and two values never
   * share one. Never throws.
   */
  render(view: EventView, out: ByteWriter): void;
  /** Whether all events of one `view.host` have the same path. */
  readonly dependsOnlyOnHost: boolean;
  /** The directory that no value can change, with its final `/`; empty for the working directory. */
  readonly constantPrefix: string;
  /** The path with `_overflow` in place of each macro, for hosts beyond a limit. */
  readonly overflowPath: string;
  /** Unknown macros of the dialect `imported`. */
  readonly warnings: readonly TemplateProblem[];
}

/** Compiles the path of a file, or returns all that is wrong with it. Throws a RangeError for an unknown zone. */
export function compilePath(
  text: string,
  options: PathOptions = {},
): CompiledPath | TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const { dialect = 'ours', zone = 'local', loghost = hostname() } = options;
  const loneDollar = dialect === 'ours' ? 'refused' : 'literal';
  const parts = parseTemplate(text, problems, loneDollar);
  const compiler = new MacroCompiler({
    isImported: dialect === 'imported',
    loghost,
    dates: {
      clock: new EventClock(zone),
      fractionDigits: dialect === 'ours' ? 6 : 0,
      unprefixed: 'arrival',
    },
  });
  const macros = parts.map((part) =>
    part.kind === 'literal' ? constant(part.text) : asSegment(compiler.compile(part, putRaw)),
  );
  problems.push(...compiler.problems, ...problemsOfPath(text, parts));
  if (problems.length > 0) return problems.sort((a, b) => a.offset - b.offset);
  return new PathTemplate(inSequence(macros), parts, compiler);
}

class PathTemplate implements CompiledPath {
  readonly dependsOnlyOnHost: boolean;
  readonly constantPrefix: string;
  readonly overflowPath: string;
  readonly warnings: readonly TemplateProblem[];
  readonly #macro: Macro;

  constructor(macro: Macro, parts: readonly TemplatePart[], compiler: MacroCompiler) {
    this.#macro = macro;
    this.constantPrefix = prefixOf(parts);
    this.overflowPath = parts
      .map((part) => (part.kind === 'literal' ? part.text : '_overflow'))
      .join('');
    this.dependsOnlyOnHost = compiler.dependsOnlyOnHost;
    this.warnings = compiler.warnings;
  }

  render(view: EventView, out: ByteWriter): void {
    this.#macro(view, view.textStart, view.textEnd, out);
  }
}

/** Writes what `macro` gives as a safe part of a path. */
function asSegment(macro: Macro): Macro {
  const value = new ByteWriter(256);
  return (view, lineStart, lineEnd, out) => {
    value.at = 0;
    macro(view, lineStart, lineEnd, value);
    writeSafeSegment(value.bytes, 0, value.at, out);
  };
}

function prefixOf(parts: readonly TemplatePart[]): string {
  let constantText = '';
  for (const part of parts) {
    if (part.kind !== 'literal') break;
    constantText += part.text;
  }
  return constantText.slice(0, constantText.lastIndexOf('/') + 1);
}

function problemsOfPath(text: string, parts: readonly TemplatePart[]): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (text === '') problems.push({ offset: 0, message: 'the path is empty; name a file' });
  if (text.endsWith('/')) {
    const message = 'the path is a directory; add the name of a file';
    problems.push({ offset: text.length - 1, message });
  }
  const control = /[\u0000-\u001f\u007f]/.exec(text);
  if (control !== null) {
    const message = 'the path holds a control character; remove it';
    problems.push({ offset: control.index, message });
  }
  const first = parts.find((part) => part.kind !== 'literal');
  const parent = first === undefined ? -1 : parentSegment(text, first.offset);
  if (parent >= 0) {
    const message = 'the path leaves what a macro chose; write no .. after a macro';
    problems.push({ offset: parent, message });
  }
  return problems;
}

/** Offset of a segment `..` after `from`; -1 if there is none. */
function parentSegment(text: string, from: number): number {
  const found = /\/\.\.(?:\/|$)/.exec(text.slice(from));
  return found === null ? -1 : from + found.index + 1;
}
