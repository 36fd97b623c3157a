import { NameBook } from '../names/name-book.ts';
import type { FileProblem } from './file-problem.ts';
import type { OpenFile } from './open-files.ts';

/** The state of one path in the writer. */
export class LogPath {
  readonly name: string;
  /** The runs to be written, linked in a `RunList`; -1 if there are none. */
  firstRun = -1;
  lastRun = -1;
  /** Why the last attempt failed; undefined if it did not. */
  problem: FileProblem | undefined = undefined;
  /** While there is a problem: time of the next attempt. */
  retryAtMs = 0;
  /** Events dropped since the problem began. */
  lost = 0;
  /** Whether the file ends within a line: then the next write begins with a newline. */
  isTorn = false;
  /** Bytes of its first run that are already in `file`: the beginning of a line that the disk had no room for. */
  tornBytes = 0;
  /** The file of the last write; closed when others needed its descriptor. */
  file: OpenFile | undefined = undefined;

  /** Until when the quota of paths need not be asked. */
  admittedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * The paths in batches by number. Paths with runs are kept until these are written, those of open files until these are closed (a host
 * that goes on sending must not wait behind new ones), those with a problem for one epoch more.
 */
export function createPathBook(): NameBook<LogPath> {
  return new NameBook(
    (name) => new LogPath(name),
    (path, isJustReplaced) =>
      path.firstRun >= 0 ||
      path.file?.isOpen === true ||
      (isJustReplaced && path.problem !== undefined),
  );
}
