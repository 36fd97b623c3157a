import type { FileProblem } from './file-problem.ts';
import type { OpenFile } from './open-files.ts';
import type { WriterBatch } from './writer-messages.ts';

/** What the writer knows of one path. */
export class LogPath {
  readonly name: string;
  /** The runs to be written, linked in a `RunList`; -1 when there are none. */
  firstRun = -1;
  lastRun = -1;
  /** Why the last try failed; undefined when it did not. */
  problem: FileProblem | undefined = undefined;
  /** While there is a problem: when to try again. */
  retryAtMs = 0;
  /** Events dropped since the problem began. */
  lost = 0;
  /** Whether the last write ended within a line: then the next one begins with a newline. */
  isTorn = false;
  /** What it was written to with last; closed when others needed the room. */
  file: OpenFile | undefined = undefined;
  /** Whether no shard named it when paths were forgotten last. */
  isLeftOver = false;

  constructor(name: string) {
    this.name = name;
  }
}

interface ShardPaths {
  readonly generation: number;
  readonly epoch: number;
  /** By path id. */
  readonly byId: LogPath[];
}

/** The paths that shards name by number. Holds those of each shard's newest epoch, and no others. */
export class PathBook {
  readonly #shards = new Map<number, ShardPaths>();
  #byName = new Map<string, LogPath>();

  /** Learns the new paths of a batch, and returns all paths that its runs may name, by id. */
  pathsOf({ shard, generation, files }: WriterBatch): readonly LogPath[] {
    let known = this.#shards.get(shard);
    if (known?.generation !== generation || known.epoch !== files.epoch) {
      known = { generation, epoch: files.epoch, byId: [] };
      const hasOlder = this.#shards.has(shard);
      this.#shards.set(shard, known);
      if (hasOlder) this.#forgetUnused();
    }
    for (const { id, path } of files.newPaths) known.byId[id] = this.#named(path);
    return known.byId;
  }

  #named(name: string): LogPath {
    let path = this.#byName.get(name);
    if (path === undefined) {
      path = new LogPath(name);
      this.#byName.set(name, path);
    }
    path.isLeftOver = false;
    return path;
  }

  /** Paths with a problem are kept for once: a shard that starts anew mostly names them again. Those with runs stay until these are written. */
  #forgetUnused(): void {
    const kept = new Map<string, LogPath>();
    for (const path of this.#byName.values()) {
      const isExcused = path.problem !== undefined && !path.isLeftOver;
      if (path.firstRun >= 0 || isExcused) kept.set(path.name, path);
      path.isLeftOver = true;
    }
    for (const { byId } of this.#shards.values()) {
      for (const path of byId) {
        if (path === undefined) continue;
        path.isLeftOver = false;
        kept.set(path.name, path);
      }
    }
    this.#byName = kept;
  }

  /** Paths it remembers by name. */
  get size(): number {
    return this.#byName.size;
  }
}
