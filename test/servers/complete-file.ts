import { readFileSync } from 'node:fs';

/** The text of a file, empty if there is none. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The text of a file, empty if there is none, once it satisfies `isComplete`; rejects after 20 s with what `log` returns. */
export async function completeFile(
  path: string,
  isComplete: (text: string) => boolean,
  log: () => string,
): Promise<string> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const text = readIfThere(path);
    if (isComplete(text)) return text;
    if (Date.now() > deadline) {
      throw new Error(`${path} never became complete: ${text.slice(-500)}\n${log()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
