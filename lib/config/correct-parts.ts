import type { z } from 'zod';
import type { Config } from './config.ts';
import { isMapping } from './mapping.ts';
import { locateModules } from './locate-modules.ts';
import { logSchema, toLog } from './schema/config-file.ts';
import { destinationSchema, toDestination } from './schema/destination.ts';
import { sourceSchema } from './schema/source.ts';

/** The parts of a configuration that can be checked one by one. */
export type ConfigParts = Pick<Config, 'sources' | 'destinations' | 'log'>;

/**
 * The sources, destinations and transports in `data`, the content of `file`, without the keys that have problems, so that the rest of them can be
 * examined further. A part that is nothing without such a key is left out.
 */
export function correctParts(data: unknown, file: string): ConfigParts {
  const whole = isMapping(data) ? data : {};
  const log = correctPart(logSchema, whole['log'] ?? {});
  const parts = {
    sources: entriesOf(whole['sources']).flatMap(([name, raw]) =>
      correctPart(sourceSchema, raw).map((toSource) => toSource(name)),
    ),
    destinations: entriesOf(whole['destinations']).flatMap(([name, raw]) =>
      correctPart(destinationSchema, raw).map((each) => toDestination(name, each)),
    ),
    log: toLog(log[0] ?? logSchema.parse({})),
  };
  return locateModules(parts, file);
}

function entriesOf(named: unknown): [string, unknown][] {
  return isMapping(named) ? Object.entries(named) : [];
}

/** What `schema` reads from `raw`, if need be without the keys that have problems; empty if that is not possible either. */
function correctPart<T>(schema: z.ZodType<T>, raw: unknown): T[] {
  const first = schema.safeParse(raw);
  if (first.success) return [first.data];
  if (!isMapping(raw)) return [];
  const wrong = new Set(
    first.error.issues.flatMap((issue): PropertyKey[] =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? issue.keys
        : issue.path.slice(0, 1),
    ),
  );
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => !wrong.has(key)));
  const second = schema.safeParse(rest);
  return second.success ? [second.data] : [];
}
