import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { printRedisUrl } from '../../config/redis-server-config.ts';
import type { Log } from '../../log/log.ts';
import type { DestinationCounts } from '../destination-counts.ts';
import type { Carrier, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { RUN_WORDS } from '../batch.ts';
import { StateReport } from '../state-report.ts';
import { aclRulesOf } from './acl-rules.ts';
import { batchScript } from './batch-script.ts';
import { fieldNamesOf } from './field-values.ts';
import { hashTagOf } from './hash-tag.ts';
import { ConnectionError, RedisConnection } from './redis-connection.ts';
import { compileStream } from './redis-form.ts';
import { RefusedStreams } from './refused-streams.ts';
import { RedisProblems } from './redis-problems.ts';
import { classifyReplyError } from './reply-error.ts';
import { ScriptCalls, type ScriptCall } from './script-call.ts';
import { readScriptReply, type FailedRun } from './script-reply.ts';
import { StreamBook } from './stream-book.ts';

export interface RedisCarrierContext {
  readonly log: Log;
  readonly counts: DestinationCounts;
  /** For connecting and for each reply; 10 seconds if absent. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Appends parcels to the streams of one Redis server, each parcel once, by a script that compares the state of the lane. */
export class RedisCarrier implements Carrier {
  readonly window = 4;
  readonly backOff = { minMs: 50, maxMs: 5000 };
  readonly #config: RedisDestinationConfig;
  readonly #counts: DestinationCounts;
  readonly #timeoutMs: number;
  readonly #problems: RedisProblems;
  readonly form: string;
  /** By form: parcels from the disk may have other fields than those of the configuration. */
  readonly #calls = new Map<string, ScriptCalls>();
  readonly #createCalls: (fieldNames: readonly string[]) => ScriptCalls;
  readonly #book: StreamBook;
  readonly #refused: RefusedStreams;
  readonly #trims: StateReport;
  #connecting: Promise<RedisConnection> | undefined = undefined;
  #connection: RedisConnection | undefined = undefined;
  #isClosed = false;

  constructor(config: RedisDestinationConfig, context: RedisCarrierContext) {
    const { server, maxStreams, maxLength, maxAgeMs, waitReplicas } = config;
    const { keyPrefix } = server;
    const { overflowName } = compileStream(config.stream);
    this.form = formOf(fieldNamesOf(config));
    // The slot of the streams, where they have one in common.
    const tag = hashTagOf(keyPrefix + (overflowName ?? config.stream));
    this.#config = config;
    this.#counts = context.counts;
    this.#timeoutMs = (context.timeoutMs ?? TIMEOUT_MS) + (waitReplicas?.timeoutMs ?? 0);
    this.#problems = new RedisProblems(printRedisUrl(server), aclRulesOf(config));
    this.#book = new StreamBook({ keyPrefix, maxStreams, overflowName });
    this.#createCalls = (fieldNames) =>
      new ScriptCalls(
        {
          script: batchScript(fieldNames.length),
          stateKey: (lane) => `${keyPrefix}netconsole-relay:{${tag}}:${lane}`,
          fieldNames,
          maxLength,
          maxAgeMs,
          writesRepeats: waitReplicas !== undefined,
        },
        this.#book,
      );
    this.#refused = new RefusedStreams(config.name, context.log);
    this.#trims = new StateReport(config.name, context.log);
  }

  /** Entries with any fields. */
  accepts(form: string): boolean {
    return fieldsIn(form) !== undefined;
  }

  async send(parcel: Parcel): Promise<SendResult> {
    let connection: RedisConnection | undefined;
    try {
      connection = await this.#connected();
      return await this.#deliver(connection, parcel, false);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The name may lead to another server by now.
      if (error.message.startsWith('READONLY')) connection?.close();
      return this.#problems.resultOf(error, parcel, connection === undefined);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#connection?.close();
    const opened = await this.#connecting?.catch(() => undefined);
    opened?.close();
  }

  /** The open connection; one attempt to open it for all parcels that wait for it. */
  #connected(): Promise<RedisConnection> {
    const connection = this.#connection;
    if (connection !== undefined && !connection.isClosed) return Promise.resolve(connection);
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #open(): Promise<RedisConnection> {
    if (this.#isClosed) throw new ConnectionError('closed');
    this.#connection = await RedisConnection.open(this.#config.server, this.#timeoutMs);
    return this.#connection;
  }

  /** `withText`: the server does not know the script. */
  async #deliver(
    connection: RedisConnection,
    parcel: Parcel,
    withText: boolean,
  ): Promise<SendResult> {
    const { waitReplicas } = this.#config;
    const call = this.#callsOf(parcel.form ?? this.form).create(parcel, withText);
    // Both are sent before the first reply: WAIT is about the script before it on the connection.
    const [replied, acknowledged] = await Promise.allSettled([
      connection.send(call.command),
      waitReplicas && connection.call('wait', [waitReplicas.count, waitReplicas.timeoutMs]),
    ]);
    if (replied.status === 'rejected') {
      const isUnknown = !withText && isNoScript(replied.reason);
      if (isUnknown) return this.#deliver(connection, parcel, true);
      throw replied.reason;
    }
    const reply = readScriptReply(replied.value);
    if (reply.kind === 'gap') return reply;
    if (acknowledged.status === 'rejected') throw acknowledged.reason;
    const replicas = Number(acknowledged.value);
    if (waitReplicas !== undefined && replicas < waitReplicas.count) {
      return this.#problems.missingReplicas(replicas, waitReplicas.count);
    }
    if (reply.kind === 'repeat') return { kind: 'repeated', current: reply.current };
    this.#noteTrim(reply.trimError);
    return this.#delivered(call, parcel, reply.failed);
  }

  #callsOf(form: string): ScriptCalls {
    const calls = this.#calls.get(form) ?? this.#createCalls(fieldsIn(form) ?? []);
    this.#calls.set(form, calls);
    return calls;
  }

  #delivered({ streams }: ScriptCall, { runs }: Parcel, failed: readonly FailedRun[]): SendResult {
    this.#refused.note(streams, failed);
    for (const [run, stream] of streams.entries()) {
      if (!this.#book.isOverflow(stream)) continue;
      this.#counts.note('too-many-streams', runs[RUN_WORDS * run + 2] as number);
    }
    const events = failed.reduce((sum, run) => sum + run.events, 0);
    return events === 0 ? { kind: 'delivered' } : { kind: 'delivered', refused: { events } };
  }

  #noteTrim(error: string): void {
    if (error === '') this.#trims.recovered('trims its streams again');
    else {
      const fix = `streams grow without limit, ${this.#problems.fixOf(error)}`;
      this.#trims.failed('error', `Cannot trim streams of ${this.#problems.url}: ${error}; ${fix}`);
    }
  }
}

const FORM = 'redis ';

/** The names of the fields of each entry. */
function formOf(fieldNames: readonly string[]): string {
  return FORM + JSON.stringify(fieldNames);
}

/** Undefined for the form of another kind. */
function fieldsIn(form: string): readonly string[] | undefined {
  return form.startsWith(FORM) ? (JSON.parse(form.slice(FORM.length)) as string[]) : undefined;
}

function isNoScript(error: unknown): boolean {
  return error instanceof Error && classifyReplyError(error.message).kind === 'no-script';
}
