/** Fits text into a header field: `-` for none, `_` for bytes that are not printable ASCII, cut at `limit` characters. */
export function fieldText(text: string | undefined, limit: number): string {
  if (text === undefined || text === '') return '-';
  return printable(text).slice(0, limit);
}

/** Text with `_` for everything but printable ASCII without the space. */
export function printable(text: string): string {
  return text.replace(/[^\u0021-\u007e]/gu, '_');
}

/** The PRI of a facility and severity, both clamped to what syslog knows; above 23 a facility becomes 1 (user). */
export function priText(facility: number, severity: number): string {
  const known = facility >= 0 && facility <= 23 ? facility : 1;
  return `<${known * 8 + Math.min(Math.max(severity, 0), 7)}>`;
}
