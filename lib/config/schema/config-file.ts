import { hostname } from 'node:os';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { destinationSchema, toDestination } from './destination.ts';
import { hostsSchema, toHosts } from './hosts.ts';
import { routesSchema } from './route.ts';
import { sourceSchema } from './source.ts';
import { spoolSchema, toSpool } from './spool.ts';
import { Fault } from '../fault.ts';
import type { SourceConfig } from '../source-config.ts';
import {
  duration,
  durationOrZero,
  flag,
  named,
  oneOf,
  parsedWord,
  section,
  wholeNumber,
} from './words.ts';

const RELAY_ID_PATTERN = '^[A-Za-z0-9_.-]{1,64}$';
const RELAY_ID_FORM = 'write 1 to 64 letters, digits, _ . or -';

const logSchema = section({
  level: oneOf(['error', 'warn', 'info', 'debug'])
    .prefault('info')
    .describe(
      'The relay’s own log, on standard error. `info` also has new senders, reboots and losses, ten of each in ten seconds.',
    ),
  format: oneOf(['text', 'json']).prefault('text').describe('Lines for people or for programs.'),
  accounts: durationOrZero('7d')
    .prefault('10m')
    .describe(
      'Interval of the accounts of all datagrams and events; 0: at the end only. Lines that have not changed are left out.',
    ),
});

const crashesSchema = section({
  enabled: flag().prefault(true).describe('Whether crashes are looked for.'),
  unproven: oneOf(['report', 'ignore'])
    .prefault('report')
    .describe(
      'Text that does not prove that the kernel wrote it: netconsole’s basic format names no facility.',
    ),
});

/** The whole file: types, checks, defaults and descriptions of every key. */
export const configFileSchema = section({
  sources: named(sourceSchema, 'source').describe('Where events come from, by name.'),
  hosts: hostsSchema
    .prefault({})
    .describe(
      'What `$HOST` is, the first that answers: a name of this table, one of /etc/hosts, the userdata key, the address.',
    ),
  destinations: named(destinationSchema, 'destination').describe('Where events go, by name.'),
  routes: routesSchema
    .optional()
    .describe(
      'Which events go where, in order; every route that matches gets the event. When absent, every event goes to every destination.',
    ),
  spool: spoolSchema
    .optional()
    .describe('The disk behind the queues of network destinations: docs/operations.md.'),
  crashes: crashesSchema
    .prefault({})
    .describe('Crash events from kernel messages: one event for one oops.'),
  log: logSchema.prefault({}).describe('The relay’s own log.'),
  drainTimeout: duration('0ms', '1h')
    .prefault('10s')
    .describe('How long a stop may take to deliver what was received.'),
  shards: wholeNumber(1, 64).prefault(1).describe('Receiving threads.'),
  relayId: parsedWord(relayIdOf, { form: RELAY_ID_FORM, title: 'name', pattern: RELAY_ID_PATTERN })
    .optional()
    .describe('The name of this relay in what it sends to others; the host name when absent.'),
});

export function toConfig(raw: z.output<typeof configFileSchema>): Config {
  const destinations = Object.entries(raw.destinations).map(([name, destination]) =>
    toDestination(name, destination),
  );
  return {
    sources: Object.entries(raw.sources).map(([name, source]) =>
      withConsumer(source(name), raw.relayId),
    ),
    hosts: toHosts(raw.hosts),
    destinations,
    routes: raw.routes ?? [
      {
        when: undefined,
        from: undefined,
        to: destinations.map(({ name }) => name),
        final: false,
        fallback: false,
        routes: [],
      },
    ],
    spool: toSpool(raw.spool, destinations),
    crashes: raw.crashes,
    log: { level: raw.log.level, format: raw.log.format, accountsMs: raw.log.accounts },
    drainTimeoutMs: raw.drainTimeout,
    shards: raw.shards,
    relayId: raw.relayId,
  };
}

/** Consumers of a group are told apart by the relay's id, if they have no name of their own. */
function withConsumer(source: SourceConfig, relayId: string | undefined): SourceConfig {
  if (source.type !== 'redis' || source.consumer !== '') return source;
  return { ...source, consumer: relayId ?? hostname() };
}

function relayIdOf(text: string): string | Fault {
  if (new RegExp(RELAY_ID_PATTERN).test(text)) return text;
  return new Fault(`"${text}" is not a relay id`, RELAY_ID_FORM);
}
