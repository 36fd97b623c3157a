import type { BatchBytes, NewName, SealedBatch } from '../../lib/deliver/batch.ts';

export interface Line {
  /** A path, or another name. */
  readonly path: string;
  readonly text: string;
  /** Events that end with this line; 1 when absent. */
  readonly events?: number;
}

/** Makes batches as a shard's encoder would: numbers paths, joins consecutive lines of a path to one run. */
export class BatchMaker {
  readonly #shard: number;
  readonly #generation: number;
  readonly #ids = new Map<string, number>();
  #epoch = 0;

  constructor(shard = 0, generation = 1) {
    this.#shard = shard;
    this.#generation = generation;
  }

  startEpoch(): void {
    this.#epoch++;
    this.#ids.clear();
  }

  make(lines: readonly Line[]): SealedBatch {
    const newNames: NewName[] = [];
    const runs: { id: number; end: number; events: number }[] = [];
    let text = '';
    for (const { path, text: line, events = 1 } of lines) {
      if (!this.#ids.has(path)) {
        newNames.push({ id: this.#ids.size, name: path });
        this.#ids.set(path, this.#ids.size);
      }
      const id = this.#ids.get(path) ?? -1;
      text += `${line}\n`;
      const end = Buffer.byteLength(text);
      const last = runs.at(-1);
      if (last?.id === id) runs[runs.length - 1] = { id, end, events: last.events + events };
      else runs.push({ id, end, events });
    }
    const words = runs.flatMap(({ id, end, events }) => [id, end, events]);
    const used = Buffer.byteLength(text);
    const at = Math.ceil(used / 4) * 4;
    return {
      destination: 0,
      generation: this.#generation,
      shard: this.#shard,
      truncated: 0,
      events: runs.reduce((sum, { events }) => sum + events, 0),
      bytes: shared(text, at, words),
      used,
      isPlain: /^[\n -~]*$/.test(text),
      runs: { at, count: runs.length, newNames, epoch: this.#epoch },
      receipt: undefined,
    };
  }
}

function shared(text: string, wordsAt: number, words: readonly number[]): BatchBytes {
  const memory = new SharedArrayBuffer(wordsAt + 4 * words.length);
  new Uint32Array(memory, wordsAt).set(words);
  Buffer.from(memory).write(text);
  return new Uint8Array(memory);
}
