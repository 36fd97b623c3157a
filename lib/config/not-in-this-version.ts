import { isMapping } from './mapping.ts';
import { pathText, type PathFault, type Path } from './path-fault.ts';

/**
 * What the documented configuration has and this version has not, by place: recognised, so that nobody takes it for a
 * spelling mistake, and refused, so that nobody relies on it.
 */
export const NOT_IN_THIS_VERSION = {
  'keys of the file': ['control', 'http', 'user', 'group'],
  'keys of a source': [],
  'types of a source': ['internal'],
  'keys of a destination': ['rotate'],
  'types of a destination': ['winston', 'crash-files'],
  'keys of `when`': ['tags'],
} as const;

const KEYS = {
  source: NOT_IN_THIS_VERSION['keys of a source'],
  destination: NOT_IN_THIS_VERSION['keys of a destination'],
};
const TYPES: Readonly<Record<keyof typeof KEYS, readonly string[]>> = {
  source: NOT_IN_THIS_VERSION['types of a source'],
  destination: NOT_IN_THIS_VERSION['types of a destination'],
};
const MEND = {
  source: 'use type udp, tcp, tls, unix-dgram, unix-stream, stdin or redis, or remove the source',
  destination: 'use type file, stdout, redis or syslog, or remove the destination',
};

/** Takes out of `data`, which is changed, what this version has not, and says what was there. */
export function takeOutUnbuilt(data: unknown): PathFault[] {
  if (!isMapping(data)) return [];
  const faults = takeOutKeys(data, [], NOT_IN_THIS_VERSION['keys of the file']);
  faults.push(...takeOutOfNamed(data['sources'], ['sources'], 'source'));
  faults.push(...takeOutOfNamed(data['destinations'], ['destinations'], 'destination'));
  faults.push(...takeOutOfRoutes(data['routes'], ['routes']));
  return faults;
}

function takeOutOfNamed(named: unknown, path: Path, kind: 'source' | 'destination'): PathFault[] {
  if (!isMapping(named)) return [];
  return Object.entries(named).flatMap(([name, value]) => {
    if (!isMapping(value)) return [];
    const type = value['type'];
    if (typeof type !== 'string' || !TYPES[kind].includes(type)) {
      return takeOutKeys(value, [...path, name], KEYS[kind]);
    }
    delete named[name];
    return [
      notBuilt([...path, name, 'type'], `${pathText([...path, name])}.type: ${type}`, MEND[kind]),
    ];
  });
}

function takeOutOfRoutes(routes: unknown, path: Path): PathFault[] {
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: unknown, index) => {
    if (!isMapping(route)) return [];
    const here = [...path, index];
    return [
      ...takeOutOfCondition(route['when'], [...here, 'when']),
      ...takeOutOfRoutes(route['routes'], [...here, 'routes']),
    ];
  });
}

function takeOutOfCondition(condition: unknown, path: Path): PathFault[] {
  if (!isMapping(condition)) return [];
  const faults = takeOutKeys(condition, path, NOT_IN_THIS_VERSION['keys of `when`']);
  faults.push(...takeOutOfCondition(condition['not'], [...path, 'not']));
  for (const key of ['all', 'any']) {
    const list = condition[key];
    if (!Array.isArray(list)) continue;
    const each = list.flatMap((part, index) => takeOutOfCondition(part, [...path, key, index]));
    faults.push(...each);
  }
  return faults;
}

function takeOutKeys(
  mapping: Record<string, unknown>,
  path: Path,
  keys: readonly string[],
): PathFault[] {
  const present = keys.filter((key) => key in mapping);
  for (const key of present) delete mapping[key];
  return present.map((key) => notBuilt([...path, key], pathText([...path, key]), 'remove it'));
}

function notBuilt(path: Path, what: string, mend: string): PathFault {
  return {
    path,
    atKey: true,
    offset: undefined,
    what: `\`${what}\` is not part of this version`,
    mend,
  };
}
