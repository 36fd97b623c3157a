import type { EventView } from '../../event/event-view.ts';
import { ByteWriter } from '../../event/byte-writer.ts';
import type { CompiledTemplate } from '../../template/compile-template.ts';
import type { CompiledPath } from '../../template/path-template.ts';
import { BatchBuffer } from '../batch-buffer.ts';
import { RUN_WORDS, type NewPath } from '../destination.ts';
import type { Encoder, EncoderContext } from '../encoder.ts';
import { lineEndOf } from '../../template/line-end.ts';
import type { LineTemplates } from '../line-templates.ts';
import { PathTable } from './path-table.ts';

const NEWLINE = 0x0a;
const MAX_PATHS = 65_536;
/** Host ids from here on are looked up by their path each time. */
const MAX_CACHED_HOSTS = 1 << 20;
const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
const MAX_RUNS = 8192;

export interface FileEncoderFormats {
  readonly path: CompiledPath;
  readonly lines: LineTemplates;
}

/**
 * Renders the lines of events into batches for a file destination, and notes as runs which bytes go to which path.
 * A line is never split between batches; the lines of one event may be.
 */
export class FileEncoder implements Encoder {
  readonly #context: EncoderContext;
  readonly #path: CompiledPath;
  readonly #lines: LineTemplates;
  readonly #buffer: BatchBuffer;
  readonly #paths: PathTable;
  readonly #pathText = new ByteWriter(1024);
  /** Path id by host id, -1 when not known; used when the path depends on nothing but the host. */
  #pathOfHost = new Int32Array(256).fill(-1);
  readonly #runs = new Uint32Array(MAX_RUNS * RUN_WORDS);
  #runWords = 0;
  #events = 0;
  #isPlain = true;
  #newPaths: NewPath[] = [];
  #epoch = 0;

  /** `maxPaths`: path ids in use at a time; past it numbering starts anew. */
  constructor(context: EncoderContext, { path, lines }: FileEncoderFormats, maxPaths = MAX_PATHS) {
    this.#context = context;
    this.#path = path;
    this.#lines = lines;
    this.#buffer = new BatchBuffer(context.pool);
    this.#paths = new PathTable(maxPaths);
  }

  encode(view: EventView): void {
    const path = this.#pathOf(view);
    const template = this.#lines[view.format] as CompiledTemplate;
    const { text, textEnd } = view;
    for (let start = view.textStart; ;) {
      const end = view.isPlain ? textEnd : lineEndOf(text, start, textEnd);
      const { out } = this.#buffer;
      if (!template.render(view, start, end, out)) this.#isPlain = false;
      out.ensure(1);
      out.byte(NEWLINE);
      const isLast = end >= textEnd;
      this.#extendRun(path, out.at, isLast ? 1 : 0);
      const isFull = this.#buffer.isFull(this.#runWords * WORD_BYTES);
      if (isFull || this.#runWords === this.#runs.length) this.flush();
      if (isLast) return;
      start = end + 1;
    }
  }

  get isEmpty(): boolean {
    return this.#runWords === 0;
  }

  flush(): void {
    if (this.isEmpty) return;
    const used = this.#buffer.out.at;
    const runs = this.#runs.subarray(0, this.#runWords);
    const runsAt = this.#buffer.append(runs);
    const batch = {
      ...this.#context.origin,
      events: this.#events,
      bytes: this.#buffer.cut(),
      used,
      files: {
        runsAt,
        count: runs.length / RUN_WORDS,
        newPaths: this.#newPaths,
        isPlain: this.#isPlain,
        epoch: this.#epoch,
      },
    };
    this.#runWords = 0;
    this.#events = 0;
    this.#isPlain = true;
    this.#newPaths = [];
    this.#context.handOver(batch);
  }

  flushOld(): void {
    if (!this.#buffer.takeHasLeftFull()) this.flush();
  }

  /** Consecutive lines of one path are one run. */
  #extendRun(path: number, end: number, events: number): void {
    const runs = this.#runs;
    const last = this.#runWords - RUN_WORDS;
    this.#events += events;
    if (last >= 0 && runs[last] === path) {
      runs[last + 1] = end;
      (runs[last + 2] as number) += events;
      return;
    }
    runs[last + RUN_WORDS] = path;
    runs[last + RUN_WORDS + 1] = end;
    runs[last + RUN_WORDS + 2] = events;
    this.#runWords += RUN_WORDS;
  }

  #pathOf(view: EventView): number {
    const id = view.claimedId >= 0 ? view.claimedId : view.host.id;
    const isCacheable = this.#path.dependsOnlyOnHost && id >= 0 && id < MAX_CACHED_HOSTS;
    if (!isCacheable) return this.#renderedPathOf(view);
    if (id < this.#pathOfHost.length) {
      const known = this.#pathOfHost[id] as number;
      if (known >= 0) return known;
    } else this.#growHosts(id);
    const path = this.#renderedPathOf(view);
    this.#pathOfHost[id] = path;
    return path;
  }

  #renderedPathOf(view: EventView): number {
    const text = this.#pathText;
    text.at = 0;
    this.#path.render(view, text);
    const known = this.#paths.find(text.bytes, text.at);
    if (known >= 0) return known;
    if (this.#paths.isFull) this.#startEpoch();
    const id = this.#paths.add(text.bytes, text.at);
    this.#newPaths.push({ id, path: text.bytes.toString('utf8', 0, text.at) });
    return id;
  }

  #startEpoch(): void {
    this.flush();
    this.#epoch++;
    this.#paths.clear();
    this.#pathOfHost.fill(-1);
  }

  #growHosts(id: number): void {
    const larger = new Int32Array(Math.max(id + 1, this.#pathOfHost.length * 2)).fill(-1);
    larger.set(this.#pathOfHost);
    this.#pathOfHost = larger;
  }
}
