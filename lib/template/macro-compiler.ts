import { closeWord } from './close-word.ts';
import { DATE_MACROS, createDateMacro } from './date-macros.ts';
import type { DateOptions } from './date-macros.ts';
import { CRASH_MACROS } from './crash-macros.ts';
import { KERNEL_MACROS, kernelFieldMacro } from './kernel-macros.ts';
import { constant, inSequence, nothing, putRaw } from './macro.ts';
import type { Macro, MacroFactory, Put } from './macro.ts';
import { MESSAGE_MACROS } from './message-macros.ts';
import type { TemplatePart } from './parse-template.ts';
import { SYSLOG_MACROS, parameterMacro } from './syslog-macros.ts';
import { Argument, TEMPLATE_FUNCTIONS } from './template-functions.ts';
import type { TemplateProblem } from './template-problem.ts';

const MACROS: Readonly<Record<string, MacroFactory>> = {
  ...MESSAGE_MACROS,
  ...SYSLOG_MACROS,
  ...KERNEL_MACROS,
  ...CRASH_MACROS,
};
/** Names of all macros that are not made up of a prefix and a name. */
export const MACRO_NAMES: readonly string[] = [...Object.keys(MACROS), 'LOGHOST', ...DATE_MACROS];
export const FUNCTION_NAMES: readonly string[] = Object.keys(TEMPLATE_FUNCTIONS);

/** Macros that give the same for all events of one host. */
const OF_HOST: ReadonlySet<string> = new Set(['HOST', 'FULLHOST', 'LOGHOST']);

const KERNEL_FIELD = /^KERNEL\.(.+)$/s;
const PARAMETER = /^\.SDATA\.(.+\..+)$/s;

export interface MacroCompilerOptions {
  /** Whether unknown macros are warnings and empty, as in syslog-ng. */
  readonly isImported: boolean;
  readonly loghost: string;
  readonly dates: DateOptions;
}

/** Makes macros of the parts of one template, and gathers what is wrong with them. */
export class MacroCompiler {
  readonly problems: TemplateProblem[] = [];
  readonly warnings: TemplateProblem[] = [];
  readonly #options: MacroCompilerOptions;
  #dependsOnlyOnHost = true;

  constructor(options: MacroCompilerOptions) {
    this.#options = options;
  }

  /** Whether what was compiled so far gives the same for all events of one host. */
  get dependsOnlyOnHost(): boolean {
    return this.#dependsOnlyOnHost;
  }

  /** The macro of `part`, which writes what senders said by `put`. */
  compile(part: TemplatePart, put: Put): Macro {
    switch (part.kind) {
      case 'literal':
        return constant(part.text);
      case 'macro':
        return this.#compileMacro(part, put);
      case 'function':
        return this.#compileFunction(part, put);
      default:
        return part satisfies never;
    }
  }

  #compileMacro(part: Extract<TemplatePart, { kind: 'macro' }>, put: Put): Macro {
    const { name, fallback } = part;
    if (!OF_HOST.has(name)) this.#dependsOnlyOnHost = false;
    const macro = this.#find(name, put) ?? this.#unknown(part);
    return fallback === undefined ? macro : withFallback(macro, Buffer.from(fallback), put);
  }

  #find(name: string, put: Put): Macro | undefined {
    if (name === 'LOGHOST') return constant(this.#options.loghost);
    if (Object.hasOwn(MACROS, name)) return MACROS[name]?.(put);
    const field = KERNEL_FIELD.exec(name)?.[1];
    if (field !== undefined) return kernelFieldMacro(field)(put);
    const parameter = PARAMETER.exec(name)?.[1];
    if (parameter !== undefined) return parameterMacro(parameter)(put);
    return createDateMacro(name, this.#options.dates);
  }

  #unknown({ name, offset }: Extract<TemplatePart, { kind: 'macro' }>): Macro {
    if (this.#options.isImported) {
      const message = `$${name} is not a macro of this program and stays empty; remove it`;
      this.warnings.push({ offset, message });
    } else {
      const meant = closeWord(name, MACRO_NAMES);
      const hint = `write ${meant === undefined ? 'a' : `$${meant}, or another`} macro of docs/templates.md`;
      const message = `$${name} is not a macro; ${hint}`;
      this.problems.push({ offset, message });
    }
    return nothing;
  }

  #compileFunction(part: Extract<TemplatePart, { kind: 'function' }>, put: Put): Macro {
    const { name, offset } = part;
    const args = part.args.map(
      (arg) =>
        new Argument(arg.text, inSequence(arg.parts.map((inner) => this.compile(inner, putRaw)))),
    );
    const create = Object.hasOwn(TEMPLATE_FUNCTIONS, name) ? TEMPLATE_FUNCTIONS[name] : undefined;
    if (create === undefined) {
      const meant = closeWord(name, FUNCTION_NAMES);
      const hint =
        meant === undefined
          ? `the functions are ${FUNCTION_NAMES.join(', ')}`
          : `write $(${meant} …)`;
      const message = `$(${name}) is not a function; ${hint}`;
      this.problems.push({ offset, message });
      return nothing;
    }
    const macro = create(args, put);
    if (typeof macro !== 'string') return macro;
    this.problems.push({ offset, message: macro });
    return nothing;
  }
}

/** Writes `fallback` when `macro` writes nothing. */
function withFallback(macro: Macro, fallback: Uint8Array, put: Put): Macro {
  return (view, lineStart, lineEnd, out) => {
    const before = out.at;
    macro(view, lineStart, lineEnd, out);
    if (out.at === before) put(fallback, 0, fallback.length, out);
  };
}
