/** What is wrong with one value, before it is known where the value stands. */
export class Fault {
  /** What was found. */
  readonly what: string;
  /** What to do about it. */
  readonly mend: string;
  /** Where in the text of the value, in UTF-16 units; undefined: all of it. */
  readonly offset: number | undefined;

  constructor(what: string, mend: string, offset?: number) {
    this.what = what;
    this.mend = mend;
    this.offset = offset;
  }
}
