import type { TemplateProblem } from './template-problem.ts';

/** A template as it is written. `offset` says where in the text a part begins. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string; readonly offset: number }
  | {
      readonly kind: 'macro';
      readonly name: string;
      /** Replaces an empty value: `${NAME:-default}`. */
      readonly fallback: string | undefined;
      readonly offset: number;
    }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly args: readonly TemplateArgument[];
      readonly offset: number;
    };

export interface TemplateArgument {
  /** The argument as written, without the quotes around it. */
  readonly text: string;
  readonly parts: readonly TemplatePart[];
}

/** Deeper nesting is refused, so that no template exhausts the stack. */
const MAX_DEPTH = 16;

/**
 * Takes a template apart; what is wrong is added to `problems`. Positions inside quotes are near, not exact.
 *
 *   *( literal / "$$" / "$" NAME / "${" name [":-" default] "}" / "$(" name *( space argument ) ")" )
 */
export function parseTemplate(
  text: string,
  problems: TemplateProblem[],
  loneDollar: LoneDollar,
): TemplatePart[] {
  return new TemplateParser({ text, origin: 0, loneDollar }, problems).parse(0);
}

/** Meaning of a `$` that begins no macro: an error, or (in syslog-ng) the character itself. */
export type LoneDollar = 'refused' | 'literal';

interface Source {
  readonly text: string;
  /** Start of the text in the whole template. */
  readonly origin: number;
  readonly loneDollar: LoneDollar;
}

class TemplateParser {
  readonly #text: string;
  readonly #origin: number;
  readonly #loneDollar: LoneDollar;
  readonly #problems: TemplateProblem[];
  #at = 0;

  constructor({ text, origin, loneDollar }: Source, problems: TemplateProblem[]) {
    this.#text = text;
    this.#origin = origin;
    this.#loneDollar = loneDollar;
    this.#problems = problems;
  }

  parse(depth: number): TemplatePart[] {
    const parts: TemplatePart[] = [];
    while (this.#at < this.#text.length) {
      const start = this.#at;
      const dollar = this.#text.indexOf('$', start);
      const end = dollar < 0 ? this.#text.length : dollar;
      if (end > start) this.#pushLiteral(parts, this.#text.slice(start, end), start);
      this.#at = end;
      if (dollar >= 0) this.#parseDollar(parts, depth);
    }
    return parts;
  }

  #parseDollar(parts: TemplatePart[], depth: number): void {
    const start = this.#at;
    const next = this.#text[start + 1];
    if (next === '{') this.#parseBraces(parts);
    else if (next === '(') this.#parseFunction(parts, depth);
    else if (next === '$') {
      this.#pushLiteral(parts, '$', start);
      this.#at += 2;
    } else {
      const name = /^\w*/.exec(this.#text.slice(start + 1))?.[0] ?? '';
      this.#at += 1 + name.length;
      if (name === '') this.#parseLoneDollar(parts, start);
      else parts.push({ kind: 'macro', name, fallback: undefined, offset: this.#origin + start });
    }
  }

  #parseLoneDollar(parts: TemplatePart[], start: number): void {
    if (this.#loneDollar === 'literal') this.#pushLiteral(parts, '$', start);
    else this.#complain(start, 'a lone $ names no macro; write $$ for a dollar sign');
  }

  #parseBraces(parts: TemplatePart[]): void {
    const start = this.#at;
    const end = this.#text.indexOf('}', start);
    if (end < 0) {
      this.#at = this.#text.length;
      this.#complain(start, 'a ${ is not closed; write ${NAME}');
      return;
    }
    this.#at = end + 1;
    const inside = this.#text.slice(start + 2, end);
    const separator = inside.indexOf(':-');
    const name = separator < 0 ? inside : inside.slice(0, separator);
    const fallback = separator < 0 ? undefined : inside.slice(separator + 2);
    parts.push({ kind: 'macro', name, fallback, offset: this.#origin + start });
  }

  #parseFunction(parts: TemplatePart[], depth: number): void {
    const start = this.#at;
    const end = closingParenthesis(this.#text, start + 2);
    if (end < 0 || depth >= MAX_DEPTH) {
      this.#at = this.#text.length;
      this.#complain(
        start,
        end < 0 ? 'a $( is not closed; write $(name argument …)' : 'functions are nested too deep',
      );
      return;
    }
    this.#at = end + 1;
    const [name, ...args] = splitArguments(this.#text.slice(start + 2, end)).map((piece) =>
      this.#parseArgument(piece, start + 2, depth),
    );
    const offset = this.#origin + start;
    parts.push({ kind: 'function', name: name?.text ?? '', args, offset });
  }

  #parseArgument(piece: Piece, start: number, depth: number): TemplateArgument {
    const { text } = piece;
    const origin = this.#origin + start + piece.offset;
    const source = { text, origin, loneDollar: this.#loneDollar };
    const parts = new TemplateParser(source, this.#problems).parse(depth + 1);
    return { text, parts };
  }

  #pushLiteral(parts: TemplatePart[], text: string, start: number): void {
    parts.push({ kind: 'literal', text, offset: this.#origin + start });
  }

  #complain(start: number, message: string): void {
    this.#problems.push({ offset: this.#origin + start, message });
  }
}

interface Piece {
  readonly text: string;
  /** Index of its first character in the text that was split. */
  readonly offset: number;
}

/** The position of the `)` that closes what was opened before `from`, or -1; quotes hide parentheses. */
function closingParenthesis(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"' || character === "'") {
      at = text.indexOf(character, at + 1);
      if (at < 0) return -1;
    } else if (character === '(') depth++;
    else if (character === ')' && depth-- === 0) return at;
  }
  return -1;
}

/** Splits at spaces outside quotes and parentheses; the quotes around pieces are taken off. */
function splitArguments(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === ' ' || text[at] === '\t') at++;
    else {
      const piece = readArgument(text, at);
      pieces.push({ text: piece.text, offset: at });
      at = piece.end;
    }
  }
  return pieces;
}

function readArgument(text: string, start: number): { text: string; end: number } {
  let result = '';
  let depth = 0;
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] as string;
    if (depth === 0 && (character === ' ' || character === '\t')) break;
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      // inside parentheses the quotes belong to the inner function
      result += depth === 0 ? text.slice(at + 1, close) : text.slice(at, close + 1);
      at = close;
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    result += character;
  }
  return { text: result, end: at };
}
