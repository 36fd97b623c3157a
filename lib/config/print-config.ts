import { stringify } from 'yaml';
import type { RouteConfig } from '../route/route-config.ts';
import type { Config, DestinationConfig } from './config.ts';
import { printDuration } from './duration.ts';
import { printMode } from './mode.ts';
import { printSource } from './schema/source.ts';
import { printSize } from './size.ts';
import { protect } from './substitute.ts';

/** The configuration in force as YAML, every default written out. `loadConfig` reads it back to an equal one. */
export function printConfig(config: Config): string {
  const written = {
    sources: Object.fromEntries(config.sources.map((each) => [each.name, printSource(each)])),
    hosts: config.hosts,
    destinations: Object.fromEntries(
      config.destinations.map((each) => [each.name, writeDestination(each)]),
    ),
    routes: config.routes.map((route) => writeRoute(route)),
    log: config.log,
    drainTimeout: printDuration(config.drainTimeoutMs),
    shards: config.shards,
  };
  return stringify(protectAll(written), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
    sortMapEntries: false,
  });
}

function writeDestination(destination: DestinationConfig): object {
  switch (destination.type) {
    case 'file':
      return {
        type: destination.type,
        path: destination.path,
        template: destination.template,
        mode: printMode(destination.mode),
        dirMode: printMode(destination.dirMode),
        owner: destination.owner,
        group: destination.group,
        flushInterval: printDuration(destination.flushIntervalMs),
        maxOpen: destination.maxOpen,
        idleClose: printDuration(destination.idleCloseMs),
        fsync: destination.fsync,
        queue: printSize(destination.queueBytes),
      };
    case 'stdout':
      return {
        type: destination.type,
        format: destination.format,
        template: destination.template,
        queue: printSize(destination.queueBytes),
      };
    default:
      return destination satisfies never;
  }
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
