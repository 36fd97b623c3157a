import { closeSync, existsSync, openSync, readSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { piecesOf } from '../generator/fragments.ts';
import { hostOfMessage, type Job } from '../generator/job.ts';
import { FIELD_DIGITS, NUMBER_MARK } from '../generator/message-template.ts';

/** What the running numbers in a receiver's files say. */
export interface Delivered {
  /** Distinct messages found, every piece of them, those of the warm-up left out. */
  readonly distinct: number;
  /** Messages found again. */
  readonly repeated: number;
  /** Messages found in another host's directory. */
  readonly misfiled: number;
}

const CHUNK_BYTES = 1024 * 1024;
const MARK = Buffer.from(NUMBER_MARK);
const MARKED_BYTES = MARK.length + FIELD_DIGITS.number;

/** The files of messages below `directory`, one directory for each host. */
export function messageFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name, 'messages.log'))
    .filter((file) => existsSync(file));
}

/** Reads all files and checks every running number; `filesByHost`: and that it is in the directory of its host. */
export function readDelivered(directory: string, job: Job, filesByHost: boolean): Delivered {
  const seen = new Uint8Array(job.warmUp + job.messages);
  const count = { distinct: 0, repeated: 0, misfiled: 0 };
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (const file of messageFiles(directory)) {
    const host = basename(dirname(file));
    forEachNumber(file, chunk, (number) => {
      const times = seen[number];
      const isElsewhere = filesByHost && hostOfMessage(job, number) !== host;
      if (times === undefined || isElsewhere) count.misfiled++;
      else {
        const pieces = piecesOf(job.format, number);
        if (times >= pieces) count.repeated++;
        else if (times === pieces - 1 && number >= job.warmUp) count.distinct++;
        seen[number] = Math.min(times, pieces) + 1;
      }
    });
  }
  return count;
}

function forEachNumber(file: string, chunk: Buffer, take: (number: number) => void): void {
  const descriptor = openSync(file, 'r');
  try {
    for (let kept = 0; ;) {
      const read = readSync(descriptor, chunk, kept, chunk.length - kept, null);
      const end = kept + read;
      let at = 0;
      for (;;) {
        const mark = chunk.subarray(0, end).indexOf(MARK, at);
        if (mark < 0 || mark + MARKED_BYTES > end) break;
        at = mark + MARKED_BYTES;
        take(Number(chunk.toString('latin1', mark + MARK.length, at)));
      }
      if (read === 0) return;
      // The last bytes may begin a number that the next chunk ends.
      const from = Math.max(at, end - MARKED_BYTES + 1);
      chunk.copyWithin(0, from, end);
      kept = end - from;
    }
  } finally {
    closeSync(descriptor);
  }
}
