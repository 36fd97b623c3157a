import { isMapping } from './mapping.ts';
import { pathText, type PathFault, type Path } from './path-fault.ts';

/**
 * Documented keys and types that this version does not support, by place: recognised, so that nobody takes them for a
 * spelling mistake, and rejected, so that nobody relies on them.
 */
export const UNSUPPORTED = {
  'keys of the file': ['spool', 'control', 'http', 'user', 'group'],
  'keys of a source': ['framing', 'maxConnections', 'idleTimeout', 'tls'],
  'types of a source': ['tcp', 'tls', 'unix-dgram', 'unix-stream', 'stdin', 'redis', 'internal'],
  'keys of a destination': ['rotate', 'spool', 'nodes', 'sentinels'],
  'types of a destination': ['winston', 'crash-files'],
  'keys of `when`': ['tags'],
} as const;

const KEYS = {
  source: UNSUPPORTED['keys of a source'],
  destination: UNSUPPORTED['keys of a destination'],
};
const TYPES: Readonly<Record<keyof typeof KEYS, readonly string[]>> = {
  source: UNSUPPORTED['types of a source'],
  destination: UNSUPPORTED['types of a destination'],
};
const MEND = {
  source: 'use type udp, or remove the source',
  destination: 'use type file, stdout, redis or syslog, or remove the destination',
};

/** Removes unsupported keys and types from `data`, which is changed, and returns a problem for each. */
export function rejectUnsupported(data: unknown): PathFault[] {
  if (!isMapping(data)) return [];
  const faults = rejectKeys(data, [], UNSUPPORTED['keys of the file']);
  faults.push(...rejectInNamed(data['sources'], ['sources'], 'source'));
  faults.push(...rejectInNamed(data['destinations'], ['destinations'], 'destination'));
  faults.push(...rejectInRoutes(data['routes'], ['routes']));
  return faults;
}

function rejectInNamed(named: unknown, path: Path, kind: 'source' | 'destination'): PathFault[] {
  if (!isMapping(named)) return [];
  return Object.entries(named).flatMap(([name, value]) => {
    if (!isMapping(value)) return [];
    const type = value['type'];
    if (typeof type !== 'string' || !TYPES[kind].includes(type)) {
      return rejectKeys(value, [...path, name], KEYS[kind]);
    }
    delete named[name];
    return [
      unsupported(
        [...path, name, 'type'],
        `${pathText([...path, name])}.type: ${type}`,
        MEND[kind],
      ),
    ];
  });
}

function rejectInRoutes(routes: unknown, path: Path): PathFault[] {
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: unknown, index) => {
    if (!isMapping(route)) return [];
    const here = [...path, index];
    return [
      ...rejectInCondition(route['when'], [...here, 'when']),
      ...rejectInRoutes(route['routes'], [...here, 'routes']),
    ];
  });
}

function rejectInCondition(condition: unknown, path: Path): PathFault[] {
  if (!isMapping(condition)) return [];
  const faults = rejectKeys(condition, path, UNSUPPORTED['keys of `when`']);
  faults.push(...rejectInCondition(condition['not'], [...path, 'not']));
  for (const key of ['all', 'any']) {
    const list = condition[key];
    if (!Array.isArray(list)) continue;
    const each = list.flatMap((part, index) => rejectInCondition(part, [...path, key, index]));
    faults.push(...each);
  }
  return faults;
}

function rejectKeys(
  mapping: Record<string, unknown>,
  path: Path,
  keys: readonly string[],
): PathFault[] {
  const present = keys.filter((key) => key in mapping);
  for (const key of present) delete mapping[key];
  return present.map((key) => unsupported([...path, key], pathText([...path, key]), 'remove it'));
}

function unsupported(path: Path, what: string, mend: string): PathFault {
  return {
    path,
    atKey: true,
    offset: undefined,
    what: `\`${what}\` is not part of this version`,
    mend,
  };
}
