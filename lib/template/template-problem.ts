/** A problem of a template. */
export interface TemplateProblem {
  /** Position in the template's text, in UTF-16 code units. */
  readonly offset: number;
  /** The problem and its fix: `$HOTS is not a macro; write $HOST, or another macro of docs/templates.md`. */
  readonly message: string;
}
