import { DROP_REASONS, SIDE_COUNTERS } from '../deliver/batch.ts';
import { HOST_STATES } from '../event/host-state.ts';

/** A part of a JSON Schema, draft 2020-12. */
export type SchemaPart = Readonly<Record<string, unknown>>;

const count: SchemaPart = { type: 'integer', minimum: 0 };
const text: SchemaPart = { type: 'string' };
const flag: SchemaPart = { type: 'boolean' };
const rate: SchemaPart = { type: 'number', minimum: 0 };
const time: SchemaPart = { type: 'string', format: 'date-time' };

function object(properties: SchemaPart, optional: readonly string[] = []): SchemaPart {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((key) => !optional.includes(key)),
    additionalProperties: false,
  };
}

function list(items: SchemaPart): SchemaPart {
  return { type: 'array', items };
}

function counts(words: readonly string[]): SchemaPart {
  return object(Object.fromEntries(words.map((word) => [word, count])), words);
}

const source = object(
  {
    name: text,
    type: text,
    listen: text,
    receiveBufferBytes: count,
    senders: count,
    datagrams: count,
    events: count,
    signals: count,
    refused: count,
    unparsed: count,
    kernelDrops: count,
    losses: count,
    inProgress: count,
  },
  ['listen', 'receiveBufferBytes'],
);

const destination = object(
  {
    name: text,
    type: text,
    routed: count,
    delivered: count,
    dropped: counts(DROP_REASONS),
    queue: object({ events: count, bytes: count, limitBytes: count }),
    spool: object({ batches: count, events: count, bytes: count }),
    retries: count,
    counters: counts(SIDE_COUNTERS),
  },
  ['spool'],
);

const host = object(
  {
    name: text,
    state: { enum: HOST_STATES },
    address: text,
    sources: list(text),
    lastSeen: time,
    rate,
    datagrams: count,
    losses: count,
    droppedByKernel: count,
    release: text,
    file: text,
  },
  ['address', 'release', 'file'],
);

/** The JSON Schema of `status --json`, see `RelayStatus`. */
export const STATUS_SCHEMA: SchemaPart = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'netconsole-relay status',
  ...object({
    version: text,
    pid: count,
    startedAt: time,
    time,
    ready: flag,
    healthy: flag,
    sources: list(source),
    destinations: list(destination),
    hosts: list(host),
    hostCount: count,
    rate,
  }),
};
