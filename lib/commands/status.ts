import { harmlessJson } from '../operate/harmless.ts';
import type { RelayStatus } from '../operate/status.ts';
import { statusText } from '../operate/status-text.ts';
import { DONE, REFUSED, runCommand, type Surroundings } from './command-error.ts';
import { askRelay, findControl, type ControlOptions } from './find-control.ts';

export interface StatusOptions extends ControlOptions {
  readonly json?: boolean;
  /** Exit code only. */
  readonly quiet?: boolean;
}

/** A probe that waits longer has failed anyhow. */
const TIMEOUT_MS = 10_000;

/** Where the command writes. */
export interface StatusOutput extends Surroundings {
  readonly stdout: { write(text: string): unknown; readonly columns?: number };
}

/**
 * Prints the state of the running relay. Returns the exit code: 0; 100 for wrong use; 111 if no relay answers, and with `quiet` unless it is ready.
 */
export async function status(
  options: StatusOptions,
  output: StatusOutput = process,
): Promise<number> {
  if (options.quiet === true) return probe(options);
  return runCommand(output, async () => {
    const client = await findControl(options);
    const body = await askRelay(client, () => client.get('/status?files=1', TIMEOUT_MS));
    if (options.json === true) output.stdout.write(`${harmlessJson(body.trimEnd())}\n`);
    else {
      const found = JSON.parse(body) as RelayStatus;
      const lines = statusText(found, output.stdout.columns ?? Number.POSITIVE_INFINITY);
      output.stdout.write(`${lines.join('\n')}\n`);
    }
    return DONE;
  });
}

/** For exec probes: nothing is printed. */
async function probe(options: ControlOptions): Promise<number> {
  return runCommand({ stderr: { write: () => undefined } }, async () => {
    const client = await findControl(options);
    await askRelay(client, () => client.get('/readyz', TIMEOUT_MS));
    return DONE;
  }).then((code) => (code === DONE ? DONE : REFUSED));
}
