import { stringify } from 'yaml';
import type { RouteConfig } from '../route/route-config.ts';
import type { Config } from './config.ts';
import { printDuration } from './duration.ts';
import { printHttp } from './schema/monitoring.ts';
import { printSize } from './size.ts';
import { destinationToYaml } from './schema/destination.ts';
import { printHosts } from './schema/hosts.ts';
import { printSource } from './schema/source.ts';
import { spoolToYaml } from './schema/spool.ts';
import { printTransport } from './schema/transport.ts';
import { protect } from './substitute.ts';

/** The configuration in force as YAML, every default written out. `loadConfig` reads it back to an equal one. */
export function printConfig(config: Config): string {
  const written = {
    sources: Object.fromEntries(config.sources.map((each) => [each.name, printSource(each)])),
    hosts: printHosts(config.hosts),
    destinations: Object.fromEntries(
      config.destinations.map((each) => [each.name, destinationToYaml(each)]),
    ),
    routes: config.routes.map((route) => writeRoute(route)),
    spool: spoolToYaml(config.spool),
    crashes: config.crashes,
    control: config.control,
    http: printHttp(config.http),
    log: {
      level: config.log.level,
      format: config.log.format,
      accounts: printDuration(config.log.accountsMs),
      transports: config.log.transports.map((each) => printTransport(each)),
    },
    drainTimeout: printDuration(config.drainTimeoutMs),
    shards: config.shards,
    memory: config.memoryBytes === undefined ? 'auto' : printSize(config.memoryBytes),
    relayId: config.relayId,
    user: config.user,
    group: config.group,
  };
  return stringify(protectAll(written), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    sortMapEntries: false,
  });
}

function writeRoute(route: RouteConfig): object {
  const { when, from, to, final, fallback, routes } = route;
  return { when, from, to, final, fallback, routes: routes.map((nested) => writeRoute(nested)) };
}

/** Every text as it must be written so that nothing in it is replaced; absent members are left out. */
function protectAll(value: unknown): unknown {
  if (typeof value === 'string') return protect(value);
  if (Array.isArray(value)) return value.map((item) => protectAll(item));
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(present.map(([key, member]) => [key, protectAll(member)]));
}
