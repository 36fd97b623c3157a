/** `1 record` or `2 records`. `many`: a plural that is not formed with `s`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
