import { plural } from '../config/plural.ts';

/** Lines of one subject in a window; further ones are left out and counted. */
const MAX_LINES = 100;
const WINDOW_MS = 10_000;
const MAX_SUBJECTS = 1000;

/**
 * Limits the lines of the relay's own log by subject, the first two words: whatever repeats, the log stays readable and the disk free. A subject has 100 lines in
 * ten seconds.
 */
export class LineBudget {
  readonly #lines = new Map<string, number>();
  #endMs = Number.NEGATIVE_INFINITY;

  /** Whether a line may be written at `nowMs`, monotonic. */
  take(line: string, nowMs: number): boolean {
    if (nowMs >= this.#endMs) this.#endMs = nowMs + WINDOW_MS;
    const subject = subjectOf(line);
    const count = (this.#lines.get(subject) ?? 0) + 1;
    if (count > 1 || this.#lines.size < MAX_SUBJECTS) this.#lines.set(subject, count);
    return count <= MAX_LINES;
  }

  /** What was left out up to `nowMs`, a line for each subject; empty before the window is over. */
  report(nowMs: number): string[] {
    if (nowMs < this.#endMs) return [];
    const left = [...this.#lines].filter(([, count]) => count > MAX_LINES);
    this.#lines.clear();
    return left.map(
      ([subject, count]) =>
        `left out ${plural(count - MAX_LINES, 'line')} beginning with "${subject}": more than ${MAX_LINES} in ${WINDOW_MS / 1000} s`,
    );
  }
}

function subjectOf(line: string): string {
  const end = line.indexOf(' ', line.indexOf(' ') + 1);
  return end < 0 ? line.slice(0, 80) : line.slice(0, Math.min(end, 80));
}
