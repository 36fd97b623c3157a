import { hostname } from 'node:os';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { destinationSchema, toDestination } from './destination.ts';
import { controlSchema, httpSchema, toControl, toHttp } from './monitoring.ts';
import { account } from './destinations/file.ts';
import { hostsSchema, toHosts } from './hosts.ts';
import { routesSchema } from './route.ts';
import { sourceSchema } from './source.ts';
import { spoolSchema, toSpool } from './spool.ts';
import { TRANSPORT_KEYS } from './transport.ts';
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
  sizeOrAuto,
  wholeNumber,
} from './words.ts';

const RELAY_ID_PATTERN = '^[A-Za-z0-9_.-]{1,64}$';
const RELAY_ID_FORM = 'write 1 to 64 letters, digits, _ . or -';

/** The section `log`. */
export const logSchema = section({
  level: oneOf(['error', 'warn', 'info', 'debug'])
    .prefault('info')
    .describe(
      'The relay’s own log, on standard error. `info` includes new senders, reboots and losses, at most ten of each in ten seconds.',
    ),
  format: oneOf(['text', 'json']).prefault('text').describe('Lines for people or for programs.'),
  accounts: durationOrZero('7d')
    .prefault('10m')
    .describe(
      'Interval of the accounts of all datagrams and events; 0: at shutdown only. Unchanged lines are omitted.',
    ),
  transports: z
    .array(section(TRANSPORT_KEYS), { error: 'write a list of mappings with module and options' })
    .prefault([])
    .describe(
      'Winston transports that get the log besides standard error. One that fails or hangs loses lines and harms nothing else.',
    ),
});

const crashesSchema = section({
  enabled: flag().prefault(true).describe('Whether crashes are detected.'),
  unproven: oneOf(['report', 'ignore'])
    .prefault('report')
    .describe(
      'Text that does not prove that the kernel wrote it: netconsole’s basic format names no facility.',
    ),
});

const FILE_KEYS = {
  sources: named(sourceSchema, 'source').describe('Sources of events, by name.'),
  hosts: hostsSchema
    .prefault({})
    .describe(
      'The value of `$HOST`, the first that is found: a name of this table, one of /etc/hosts, the userdata key, reverse DNS (if `dns` is set), the address.',
    ),
  destinations: named(destinationSchema, 'destination').describe(
    'Destinations of events, by name.',
  ),
  routes: routesSchema
    .optional()
    .describe(
      'Routes in order; every route that matches gets the event. If absent, every event goes to every destination; an empty list delivers none.',
    ),
  spool: spoolSchema
    .optional()
    .describe('The disk behind the queues of network destinations: docs/operations.md.'),
  crashes: crashesSchema
    .prefault({})
    .describe('Crash events from kernel messages: one event for one oops.'),
  control: controlSchema.prefault({}).describe('The socket for commands that ask a running relay.'),
  http: httpSchema
    .optional()
    .describe('The HTTP server for Prometheus and for probes; off when absent.'),
  log: logSchema.prefault({}).describe('The relay’s own log.'),
  drainTimeout: duration('0ms', '1h')
    .prefault('10s')
    .describe('Maximum time to deliver received events at shutdown.'),
  shards: wholeNumber(1, 64).prefault(1).describe('Receiver threads (“shards”).'),
  memory: sizeOrAuto('4MiB', '1TiB')
    .prefault('auto')
    .describe(
      'The limit for datagrams that wait, batches, queues and resend buffers together. `auto`: in a container with a limit, 60% of what it leaves above 50 MiB; otherwise none.',
    ),
  relayId: parsedWord(relayIdOf, { form: RELAY_ID_FORM, title: 'name', pattern: RELAY_ID_PATTERN })
    .optional()
    .describe('The name of this relay in messages to other daemons; the host name if absent.'),
  user: account('user')
    .optional()
    .describe(
      'The user that the relay runs as once its sockets are bound and its destinations open; needs a start as root.',
    ),
  group: account('group').optional().describe('Its group; that of the user when absent.'),
};

/** The whole file: types, checks, defaults and descriptions of every key. */
export const configFileSchema = section(FILE_KEYS, 'write at least sources and destinations');

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
    control: toControl(raw.control),
    http: toHttp(raw.http),
    log: toLog(raw.log),
    drainTimeoutMs: raw.drainTimeout,
    shards: raw.shards,
    memoryBytes: raw.memory,
    relayId: raw.relayId,
    user: raw.user,
    group: raw.group,
  };
}

export function toLog({
  level,
  format,
  accounts,
  transports,
}: z.output<typeof logSchema>): Config['log'] {
  return {
    level,
    format,
    accountsMs: accounts,
    transports: transports.map((each) => ({ ...each, folder: '' })),
  };
}

/** The relay's id names a consumer of a group that has no name of its own. */
function withConsumer(source: SourceConfig, relayId: string | undefined): SourceConfig {
  if (source.type !== 'redis' || source.consumer !== '') return source;
  return { ...source, consumer: relayId ?? hostname() };
}

function relayIdOf(text: string): string | Fault {
  if (new RegExp(RELAY_ID_PATTERN).test(text)) return text;
  return new Fault(`"${text}" is not a relay id`, RELAY_ID_FORM);
}
