import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { describeRedisServer } from '../../config/redis-server-config.ts';
import type { Log } from '../../log/log.ts';
import { hashTagOf } from '../../redis-client/hash-tag.ts';
import type { RedisConnection } from '../../redis-client/redis-connection.ts';
import { classifyReplyError } from '../../redis-client/reply-error.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { RUN_WORDS } from '../batch.ts';
import { StateReport } from '../state-report.ts';
import { aclRulesOf } from './acl-rules.ts';
import { batchScript } from './batch-script.ts';
import { entryFormOf, fieldNamesIn } from './entry-form.ts';
import { fieldNamesOf } from './field-values.ts';
import { compileStream } from './redis-form.ts';
import { RedisProblems } from './redis-problems.ts';
import { RefusedStreams } from './refused-streams.ts';
import { ScriptCalls, type ScriptCall } from './script-call.ts';
import { readScriptReply, type FailedRun } from './script-reply.ts';
import { StreamBook, type Stream } from './stream-book.ts';

export interface RedisCarrierContext {
  readonly log: Log;
  readonly counts: DestinationCounts;
  /** For connecting and for each reply; 10 seconds if absent. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Writes parcels through a connection by the script of a batch, and reads its replies. */
export class BatchWriter {
  readonly timeoutMs: number;
  readonly problems: RedisProblems;
  readonly book: StreamBook;
  /** Of the entries that the configuration makes. */
  readonly form: string;
  readonly #config: RedisDestinationConfig;
  readonly #counts: DestinationCounts;
  /** By form: parcels from the disk may have other fields than those of the configuration. */
  readonly #calls = new Map<string, ScriptCalls>();
  readonly #createCalls: (fieldNames: readonly string[]) => ScriptCalls;
  readonly #refused: RefusedStreams;
  readonly #trims: StateReport;

  constructor(config: RedisDestinationConfig, context: RedisCarrierContext) {
    const { server, maxStreams, maxLength, maxAgeMs, waitReplicas } = config;
    const { keyPrefix, cluster } = server;
    const { overflowName } = compileStream(config.stream);
    // The slot of the streams, where they have one in common.
    const common = hashTagOf(keyPrefix + (overflowName ?? config.stream));
    const tagOf = ({ key }: Stream): string => (cluster === undefined ? common : hashTagOf(key));
    this.form = entryFormOf(fieldNamesOf(config));
    this.#config = config;
    this.#counts = context.counts;
    this.timeoutMs = (context.timeoutMs ?? TIMEOUT_MS) + (waitReplicas?.timeoutMs ?? 0);
    this.problems = new RedisProblems(describeRedisServer(server), aclRulesOf(config));
    this.book = new StreamBook({ keyPrefix, maxStreams, overflowName });
    this.#createCalls = (fieldNames) =>
      new ScriptCalls(
        {
          script: batchScript(fieldNames.length),
          stateKey: (lane, stream) => `${keyPrefix}netconsole-relay:{${tagOf(stream)}}:${lane}`,
          fieldNames,
          maxLength,
          maxAgeMs,
          writesRepeats: waitReplicas !== undefined,
        },
        this.book,
      );
    this.#refused = new RefusedStreams(config.name, context.log);
    this.#trims = new StateReport(config.name, context.log);
  }

  /** Whether it can write entries of a form. */
  accepts(form: string): boolean {
    return fieldNamesIn(form) !== undefined;
  }

  /** Sends a parcel; `isAsking`: after ASKING. Rejects with a ConnectionError, or with an error whose message is the error reply. */
  write(connection: RedisConnection, parcel: Parcel, isAsking = false): Promise<SendResult> {
    return this.#write(connection, parcel, { isAsking, withText: false });
  }

  /** `withText`: the server does not know the script. */
  async #write(
    connection: RedisConnection,
    parcel: Parcel,
    { isAsking, withText }: { readonly isAsking: boolean; readonly withText: boolean },
  ): Promise<SendResult> {
    const { waitReplicas } = this.#config;
    const call = this.#callsOf(parcel.form ?? this.form).create(parcel, withText);
    // All are sent before the first reply: ASKING and WAIT are about the command beside them on the connection.
    const [, replied, acknowledged] = await Promise.allSettled([
      isAsking && connection.call('asking', []),
      connection.send(call.command),
      waitReplicas && connection.call('wait', [waitReplicas.count, waitReplicas.timeoutMs]),
    ]);
    if (replied.status === 'rejected') {
      const isUnknown = !withText && isNoScript(replied.reason);
      if (isUnknown) return this.#write(connection, parcel, { isAsking, withText: true });
      throw replied.reason;
    }
    const reply = readScriptReply(replied.value);
    if (reply.kind === 'gap') return reply;
    if (acknowledged.status === 'rejected') throw acknowledged.reason;
    const replicas = Number(acknowledged.value);
    if (waitReplicas !== undefined && replicas < waitReplicas.count) {
      return this.problems.missingReplicas(replicas, waitReplicas.count);
    }
    if (reply.kind === 'repeat') return { kind: 'repeated', current: reply.current };
    this.#noteTrim(reply.trimError);
    return this.#delivered(call, parcel, reply.failed);
  }

  #callsOf(form: string): ScriptCalls {
    const calls = this.#calls.get(form) ?? this.#createCalls(fieldNamesIn(form) ?? []);
    this.#calls.set(form, calls);
    return calls;
  }

  #delivered({ streams }: ScriptCall, { runs }: Parcel, failed: readonly FailedRun[]): SendResult {
    this.#refused.note(streams, failed);
    for (const [run, stream] of streams.entries()) {
      if (!this.book.isOverflow(stream)) continue;
      this.#counts.note('too-many-streams', runs[RUN_WORDS * run + 2] as number);
    }
    const events = failed.reduce((sum, run) => sum + run.events, 0);
    return events === 0 ? { kind: 'delivered' } : { kind: 'delivered', refused: { events } };
  }

  #noteTrim(error: string): void {
    if (error === '') this.#trims.recovered('trims its streams again');
    else {
      const fix = `streams grow without limit, ${this.problems.fixOf(error)}`;
      this.#trims.failed('error', `Cannot trim streams of ${this.problems.url}: ${error}; ${fix}`);
    }
  }
}

function isNoScript(error: unknown): boolean {
  return error instanceof Error && classifyReplyError(error.message).kind === 'no-script';
}
