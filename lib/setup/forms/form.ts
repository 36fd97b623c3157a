import { MAX_PARAMETER_LENGTH, formatParameter } from '../parameter.ts';
import { shellQuote } from '../shell-quote.ts';
import type { SenderSettings } from '../sender-settings.ts';

/** A file that a form creates. */
export interface FormFile {
  readonly path: string;
  /** Octal. */
  readonly mode: '0644' | '0755';
  readonly content: string;
}

/** A piece of a form for one place. */
export interface FormPart {
  /** One line: where the text goes. */
  readonly comment: string;
  /** Ends in a newline. */
  readonly text: string;
  /** Whether the text is for a POSIX shell. */
  readonly isShell: boolean;
  /** The files among it, for programs that write them by their own means. */
  readonly files: readonly FormFile[];
}

/** A form in its parts, or the reason why it cannot carry the settings. */
export type Form = readonly FormPart[] | { readonly impossible: string };

/** Makes a form of valid settings. */
export type FormWriter = (settings: SenderSettings) => Form;

/** Text that is not for a shell, such as rules or a part of a command line. */
export function textPart(comment: string, text: string): FormPart {
  return { comment, text: `${text}\n`, isShell: false, files: [] };
}

/** Commands for a POSIX shell: first the files, each as a here-document, then `commands`. */
export function shellPart(
  comment: string,
  commands: readonly string[],
  files: readonly FormFile[] = [],
): FormPart {
  const text = [...files.flatMap(writeFile), ...commands].map((line) => `${line}\n`).join('');
  return { comment, text, isShell: true, files };
}

/** A script of its own. */
export function scriptPart(comment: string, text: string): FormPart {
  return { comment, text, isShell: true, files: [] };
}

function writeFile({ path, mode, content }: FormFile): string[] {
  const lines = [`cat >${shellQuote(path)} <<'EOF'`, content.trimEnd(), 'EOF'];
  return mode === '0755' ? [...lines, `chmod 755 ${shellQuote(path)}`] : lines;
}

/** The parameter's value for forms that carry it, or why they cannot. */
function fittingParameter(settings: SenderSettings): string | { readonly impossible: string } {
  const value = formatParameter(settings);
  if (value.length <= MAX_PARAMETER_LENGTH) return value;
  return {
    impossible: `the parameter has ${value.length} characters and the kernel keeps ${MAX_PARAMETER_LENGTH}; use --for configfs`,
  };
}

/** Makes a form of the parameter's value. */
export function parameterForm(parts: (value: string) => readonly FormPart[]): FormWriter {
  return (settings) => {
    const value = fittingParameter(settings);
    return typeof value === 'string' ? parts(value) : value;
  };
}
