import { isMapping } from './mapping.ts';
import { pathText, type PathFault, type Path } from './path-fault.ts';

/**
 * Documented keys and types that this version does not support, by place: recognised, so that nobody takes them for a
 * spelling mistake, and rejected, so that nobody relies on them.
 */
export const UNSUPPORTED = {
  'keys of the file': [],
  'keys of a source': [],
  'types of a source': [],
  'keys of a destination': ['rotate'],
  'types of a destination': ['crash-files'],
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
const HINT = {
  source: 'use another type, or remove the source',
  destination: 'use type file, stdout, redis, syslog or winston, or remove the destination',
};

/** Removes unsupported keys and types from `data`, which is changed, and returns a problem for each. */
export function rejectUnsupported(data: unknown): PathFault[] {
  if (!isMapping(data)) return [];
  const faults = takeOutKeys(data, [], UNSUPPORTED['keys of the file']);
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
      notBuilt([...path, name, 'type'], `${pathText([...path, name])}.type: ${type}`, HINT[kind]),
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
  const faults = takeOutKeys(condition, path, UNSUPPORTED['keys of `when`']);
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

function notBuilt(path: Path, what: string, hint: string): PathFault {
  return {
    path,
    atKey: true,
    offset: undefined,
    what: `\`${what}\` is not part of this version`,
    hint,
  };
}
