import { ConfigError } from '../config/config-error.ts';
import type { ConfigParts } from '../config/correct-parts.ts';
import { findConfig } from '../config/find-config.ts';
import { moduleProblem } from '../log/transport/resolve-transport.ts';
import type { PathFault } from '../config/path-fault.ts';
import { printConfig } from '../config/print-config.ts';
import { OWN_SURROUNDINGS, type Surroundings } from '../config/surroundings.ts';
import { destinationFaults } from '../deliver/destination-faults.ts';
import { DONE, WRONG_USE } from './command-error.ts';
import { sourceFaults } from './source-faults.ts';
import { unknownAccounts } from './unknown-accounts.ts';

export interface CheckOptions {
  /** Absent: looked for in the usual places. */
  readonly config?: string;
  /** Whether to print the configuration in force. */
  readonly print?: boolean;
}

/** The streams and variables that the command uses besides files; `process` is one. */
export interface CheckOutput {
  readonly env: Surroundings['env'];
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** Validates a configuration; all problems go to stderr, one per line. Returns the exit code. */
export async function check(
  { config, print = false }: CheckOptions,
  { env, stdout, stderr }: CheckOutput = process,
): Promise<number> {
  try {
    const found = findConfig(config, { ...OWN_SURROUNDINGS, env, verify });
    const verdict = `${found.file}: no problems\n`;
    stdout.write(print ? `# ${verdict}${printConfig(found.config)}` : verdict);
    return DONE;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    stderr.write(`${error.message}\n`);
    return WRONG_USE;
  }
}

function verify(parts: ConfigParts, data: unknown): PathFault[] {
  return [
    ...sourceFaults(parts),
    ...destinationFaults(parts),
    ...transportFaults(parts),
    ...unknownAccounts(data),
  ];
}

function transportFaults({ log }: ConfigParts): PathFault[] {
  return log.transports.flatMap((transport, index) => {
    const problem = moduleProblem(transport);
    const path = ['log', 'transports', index, 'module'];
    return problem === undefined ? [] : [{ path, atKey: false, offset: undefined, ...problem }];
  });
}
