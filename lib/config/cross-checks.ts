import { MAX_SOURCES } from './source-config.ts';
import { isMapping } from './mapping.ts';
import { closeWord } from '../template/close-word.ts';
import type { Path, PathFault } from './path-fault.ts';
import { checkPlaces } from './check-places.ts';
import { NAME_PATTERN } from './schema/words.ts';

/** Names listed in a message. */
const MAX_LISTED = 8;

/**
 * Checks that concern several values: names in routes exist, no two sources listen on one address. Takes the data as
 * written, so that it finds its faults along with those of the schema; what is not of the right shape is passed over.
 */
export function crossCheck(data: unknown): PathFault[] {
  if (!isMapping(data)) return [];
  const sources = isMapping(data['sources']) ? data['sources'] : {};
  const destinations = isMapping(data['destinations']) ? data['destinations'] : {};
  const names = { sources: Object.keys(sources), destinations: Object.keys(destinations) };
  return [
    ...checkEmpty(data),
    ...checkCount(sources),
    ...checkSpelling(sources, 'sources'),
    ...checkSpelling(destinations, 'destinations'),
    ...checkPlaces(sources),
    ...checkRoutes(data['routes'], ['routes'], names),
  ];
}

interface Names {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

function checkEmpty(data: Record<string, unknown>): PathFault[] {
  return ['sources', 'destinations']
    .filter((key) => isMapping(data[key]) && Object.keys(data[key]).length === 0)
    .map((key) => fault([key], 'there are none', 'name at least one'));
}

function checkCount(sources: Record<string, unknown>): PathFault[] {
  const { length } = Object.keys(sources);
  if (length <= MAX_SOURCES) return [];
  const hint = `define at most ${MAX_SOURCES}, or run another relay for the rest`;
  return [fault(['sources'], `there are ${length} sources`, hint)];
}

function checkSpelling(named: Record<string, unknown>, key: string): PathFault[] {
  const hint = 'begin with a letter and go on with letters, digits, _ . or -, at most 64';
  return Object.keys(named)
    .filter((name) => !new RegExp(NAME_PATTERN).test(name))
    .map((name) => ({ ...fault([key, name], `"${name}" is not a name`, hint), atKey: true }));
}

function checkRoutes(routes: unknown, path: Path, names: Names): PathFault[] {
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: unknown, index) => {
    if (!isMapping(route)) return [];
    const here = [...path, index];
    return [
      ...checkNames(route['to'], [...here, 'to'], names.destinations),
      ...checkNames(route['from'], [...here, 'from'], names.sources),
      ...checkCondition(route['when'], [...here, 'when'], names),
      ...checkRoutes(route['routes'], [...here, 'routes'], names),
    ];
  });
}

function checkCondition(condition: unknown, path: Path, names: Names): PathFault[] {
  if (!isMapping(condition)) return [];
  const { all, any, not, listener } = condition;
  const checkAll = (list: unknown, key: string): PathFault[] =>
    Array.isArray(list)
      ? list.flatMap((each, index) => checkCondition(each, [...path, key, index], names))
      : [];
  return [
    ...checkNames(listener, [...path, 'listener'], names.sources),
    ...checkAll(all, 'all'),
    ...checkAll(any, 'any'),
    ...checkCondition(not, [...path, 'not'], names),
  ];
}

/** `value`: a name or a list of names. */
function checkNames(value: unknown, path: Path, known: readonly string[]): PathFault[] {
  if (Array.isArray(value)) {
    return value.flatMap((name, index) =>
      typeof name === 'string' ? checkNames(name, [...path, index], known) : [],
    );
  }
  if (typeof value !== 'string' || known.includes(value)) return [];
  const kind = path.includes('to') ? 'destination' : 'source';
  const meant = closeWord(value, known);
  const hint = meant === undefined ? defineOrUse(kind, known) : `write ${meant}`;
  return [fault(path, `no ${kind} has the name "${value}"`, hint)];
}

function defineOrUse(kind: string, known: readonly string[]): string {
  if (known.length === 0) return `define the ${kind}`;
  const some = known.slice(0, MAX_LISTED).join(', ');
  return `define it, or use one of ${some}${known.length > MAX_LISTED ? ', …' : ''}`;
}

function fault(path: Path, what: string, hint: string): PathFault {
  return { path, atKey: false, offset: undefined, what, hint };
}
