import { open } from 'node:fs/promises';
import { parseRecordingLine } from '../recording/recording.ts';
import type { Recorded, RecordingProblem } from '../recording/recording.ts';
import { refused } from './command-error.ts';

/**
 * Reads a recording line by line; a problem begins with `FILE:LINE: `. Empty lines are left out. Throws CommandError
 * when the file cannot be read.
 */
export async function* readRecordingFile(
  file: string,
): AsyncGenerator<Recorded | RecordingProblem, void, void> {
  let number = 0;
  try {
    const handle = await open(file);
    for await (const line of handle.readLines()) {
      number++;
      if (line === '') continue;
      const item = parseRecordingLine(line);
      yield 'problem' in item ? { problem: `${file}:${number}: ${item.problem}` } : item;
    }
  } catch (error) {
    throw refused(`Cannot read ${file}`, error, { ENOENT: 'name a recording' });
  }
}
