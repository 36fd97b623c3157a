import { describeRedisServer } from '../../config/redis-server-config.ts';
import type { RedisSourceConfig } from '../../config/source-config.ts';
import { ClusterNodes } from '../../redis-client/cluster-nodes.ts';
import { classifyReplyError, settingsFix } from '../../redis-client/reply-error.ts';
import type { SinkGroup } from '../datagram-sink.ts';
import type { ReaderContext } from '../source-reader.ts';
import { ChunkWindow } from './chunk-window.ts';
import type { Entry } from './entry.ts';
import { EntryEvents } from './entry-events.ts';
import type { GroupState } from './group-commands.ts';
import { TIMEOUT_MS } from './stream-connection.ts';
import { StreamReader } from './stream-reader.ts';

/** Chunks that are passed on and not settled: this makes writers wait for their destinations. */
const WINDOW = 4;
const COMMANDS =
  '+xgroup|create +xgroup|delconsumer +xreadgroup +xack +xclaim +xautoclaim +xpending +xinfo +eval';

/** One source: its streams, and what is counted and logged about all of them. */
export class GroupSource {
  readonly config: RedisSourceConfig;
  /** Of the source in the present configuration. */
  index = 0;
  readonly #context: ReaderContext;
  readonly #window = new ChunkWindow(WINDOW);
  readonly #nodes: ClusterNodes | undefined;
  readonly #readers: readonly StreamReader[];
  readonly #failing = new Set<string>();
  readonly #states = new Map<string, GroupState>();
  #group: SinkGroup | undefined;
  #events: EntryEvents | undefined;

  constructor(config: RedisSourceConfig, context: ReaderContext) {
    const { server, streams } = config;
    this.config = config;
    this.#context = context;
    this.#nodes = server.cluster === undefined ? undefined : new ClusterNodes(server, TIMEOUT_MS);
    this.#readers = streams.map(
      (stream) =>
        new StreamReader(server.keyPrefix + stream, {
          config,
          nodes: this.#nodes,
          window: this.#window,
          pass: (entries) => this.#pass(entries),
          failing: (key, problem) => this.#noteFailure(key, problem),
          groupCreated: (key) => this.#noteGroup(key),
          refused: (key, id) => this.#noteRefusal(key, id),
          trimmed: (entries) => this.#group?.decoded.count(this.index, 'trimmedUnread', entries),
          state: (key, state) => this.#noteState(key, state),
        }),
    );
  }

  /** Passes entries on to `group` from now on. */
  read(group: SinkGroup): void {
    const { name, defaultSeverity } = this.config;
    const listener = {
      name,
      nameBytes: Buffer.from(name),
      index: this.index,
      transport: 'redis',
      port: 0,
      format: 'auto',
      defaultSeverity,
      signals: false,
    } as const;
    this.#group = group;
    this.#events = new EntryEvents(listener, group);
    for (const reader of this.#readers) reader.start();
  }

  pause(isPaused: boolean): void {
    this.#window.pause(isPaused);
  }

  settled(receipt: number, isFinal: boolean): void {
    for (const reader of this.#readers) reader.settled(receipt, isFinal);
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.stop(graceMs)));
    await this.#nodes?.close();
  }

  #pass(entries: readonly Entry[]): number {
    const { group, events } = this.#target();
    return group.chunk(() => {
      for (const entry of entries) events.pass(entry);
    });
  }

  #target(): { readonly group: SinkGroup; readonly events: EntryEvents } {
    if (this.#group === undefined || this.#events === undefined) {
      throw new Error(`source ${this.config.name} has entries before it reads`);
    }
    return { group: this.#group, events: this.#events };
  }

  #noteFailure(key: string, problem: Error | undefined): void {
    const { name, server } = this.config;
    const wasFailing = this.#failing.size > 0;
    if (problem === undefined) {
      if (!this.#failing.delete(key) || this.#failing.size > 0) return;
      this.#context.report('info', `source ${name}: reads its streams again`);
      return;
    }
    this.#failing.add(key);
    if (wasFailing) return;
    const where = `stream ${key} of ${describeRedisServer(server)}`;
    const isReply = problem.name === 'ReplyError';
    const { kind, word } = classifyReplyError(problem.message);
    const fix = isReply && kind === 'settings' ? settingsFix(word, this.#grants()) : 'check it';
    this.#context.report(
      'warn',
      `source ${name}: Cannot read ${where}: ${problem.message}; ${isReply ? fix : 'check that Redis is running'}`,
    );
  }

  #grants(): string {
    const { server, streams, streamTemplate } = this.config;
    const names = streamTemplate === undefined ? streams : [...streams.slice(0, 1), '…'];
    const keys = names.map((stream) => `~${server.keyPrefix}${stream}`).join(' ');
    return `${keys} ${COMMANDS}${server.cluster === undefined ? '' : ' +cluster|slots +asking'}`;
  }

  #noteGroup(key: string): void {
    const { name, group } = this.config;
    this.#context.report(
      'warn',
      `source ${name}: group ${group} of stream ${key} was gone (deleted, or a failover); it is created again and reads from the first entry on`,
    );
  }

  #noteRefusal(key: string, id: string): void {
    const { name } = this.config;
    this.#group?.decoded.count(this.index, 'refused', 1);
    this.#context.report(
      'error',
      `source ${name}: refused entry ${id} of stream ${key}: it was delivered more than ten times and never settled; look at it with XRANGE`,
    );
  }

  #noteState(key: string, state: GroupState): void {
    const { name, group } = this.config;
    const before = this.#states.get(key)?.trimmedUnread ?? 0;
    this.#states.set(key, state);
    const lags = [...this.#states.values()].map(({ lag }) => lag ?? Number.NaN);
    this.#group?.decoded.setLag(
      this.index,
      lags.reduce((sum, lag) => sum + lag, 0),
    );
    const more = state.trimmedUnread - before;
    if (more <= 0) return;
    this.#group?.decoded.count(this.index, 'trimmedUnread', more);
    if (before > 0) return;
    this.#context.report(
      'error',
      `source ${name}: entries of stream ${key} were trimmed before group ${group} read them, ${more} so far; raise maxLength or maxAge where it is written, or add writers`,
    );
  }
}
