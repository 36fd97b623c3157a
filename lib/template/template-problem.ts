/** What is wrong with a template. */
export interface TemplateProblem {
  /** Where in the template's text, in UTF-16 code units. */
  readonly offset: number;
  /** What is wrong and what to do: `$HOTS is not a macro; write $HOST`. */
  readonly message: string;
}
