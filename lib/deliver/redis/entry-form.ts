const FORM = 'redis ';

/** The form of entries with these fields; see `Carrier.form`. */
export function entryFormOf(fieldNames: readonly string[]): string {
  return FORM + JSON.stringify(fieldNames);
}

/** The names of the fields of entries of a form; undefined for that of another kind of destination. */
export function fieldNamesIn(form: string): readonly string[] | undefined {
  return form.startsWith(FORM) ? (JSON.parse(form.slice(FORM.length)) as string[]) : undefined;
}
