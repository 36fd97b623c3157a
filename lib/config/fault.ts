/** A problem of one value, before its position in the file is known. */
export class Fault {
  /** The problem. */
  readonly what: string;
  /** How to fix it. */
  readonly hint: string;
  /** Position in the text of the value, in UTF-16 units; undefined: all of it. */
  readonly offset: number | undefined;

  constructor(what: string, hint: string, offset?: number) {
    this.what = what;
    this.hint = hint;
    this.offset = offset;
  }
}
