import { ConfigError, type ConfigProblem } from './config-error.ts';
import type { Config } from './config.ts';
import { correctParts, type ConfigParts } from './correct-parts.ts';
import { crossCheck } from './cross-checks.ts';
import { toPathFaults } from './issue-faults.ts';
import { locateModules } from './locate-modules.ts';
import { rejectUnsupported } from './reject-unsupported.ts';
import { pathText, withKey, type PathFault } from './path-fault.ts';
import { configFileSchema, toConfig } from './schema/config-file.ts';
import type { Surroundings } from './surroundings.ts';
import { YamlTree } from './yaml-tree.ts';

export interface LoadOptions extends Surroundings {
  /** The name of the file, for problems. */
  readonly file: string;
  /** Finds what this machine lacks, such as users: `parts` are those that are correct by themselves, `data` is the file as written. */
  readonly verify?: ((parts: ConfigParts, data: unknown) => readonly PathFault[]) | undefined;
}

/** Reads a configuration; throws a ConfigError with everything that is wrong with it. */
export function loadConfig(text: string, options: LoadOptions): { readonly config: Config } {
  const { file } = options;
  if (file.endsWith('.conf') || /^\uFEFF?\s*@version:/.test(text)) {
    throw new ConfigError([
      {
        file,
        line: 1,
        column: 1,
        what: 'syslog-ng configuration is not part of this version',
        hint: 'write the configuration in YAML, in a file that ends in .yaml',
      },
    ]);
  }
  const tree = new YamlTree(text, options);
  const problems = tree.faults.map(({ what, hint, offset }): ConfigProblem => ({
    file,
    ...tree.positionOf(offset),
    what,
    hint,
  }));
  if (!tree.isYaml) throw new ConfigError(problems);

  const { faults, config } = check(tree.data, file);
  const reported = new Set(faults.map(({ path }) => pathText(path)));
  const lacks = options.verify?.(correctParts(tree.data, file), tree.data) ?? [];
  faults.push(...lacks.filter(({ path }) => !reported.has(pathText(path))));
  for (const { path, atKey, offset, what, hint } of faults) {
    if (tree.isUnread(path)) continue;
    const at = atKey ? tree.keyOffsetOf(path) : tree.offsetOf(path, offset);
    problems.push({ file, ...tree.positionOf(at), what: withKey(path, what), hint });
  }
  if (config === undefined || problems.length > 0) throw new ConfigError(problems);
  return { config };
}

function check(data: unknown, file: string): { faults: PathFault[]; config: Config | undefined } {
  // Before anything is taken out: a route may name a source that this version cannot build.
  const faults = [...crossCheck(data), ...rejectUnsupported(data)];
  const result = configFileSchema.safeParse(data);
  if (result.success) return { faults, config: locateModules(toConfig(result.data), file) };
  faults.push(...result.error.issues.flatMap((issue) => toPathFaults(issue, data)));
  return { faults, config: undefined };
}
