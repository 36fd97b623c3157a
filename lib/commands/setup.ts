import { describeExplanation, describeProblem } from '../setup/explain/describe-explanation.ts';
import { explainParameter } from '../setup/explain/explain-parameter.ts';
import { SHOWN_FORMS, printForm, writeForm, type FormName } from '../setup/forms/forms.ts';
import { findSender } from '../setup/here/find-sender.ts';
import { notesOn } from '../setup/notes.ts';
import { readKernel, readSettings } from '../setup/read-settings.ts';
import type { SenderSettings } from '../setup/sender-settings.ts';
import type { SetupFlags } from '../setup/setup-flags.ts';
import { explanationJson, settingsJson } from '../setup/setup-json.ts';
import { oneLine } from '../log/own-log.ts';
import { CommandError, DONE, WRONG_USE, runCommand } from './command-error.ts';
import type { Surroundings } from './command-error.ts';

export interface SetupOptions extends SetupFlags {
  /** The form to print; all when undefined. */
  readonly for?: FormName;
  readonly json?: boolean;
  /** Find out on this machine what the options do not say. */
  readonly here?: boolean;
  readonly apply?: boolean;
  /** A parameter string to explain instead. */
  readonly explain?: string;
}

export interface SetupOutput extends Surroundings {
  readonly stdout: { write(text: string): unknown };
}

/**
 * Prints what to type on the machine that sends; with `here` finds it out on this one; or explains a parameter string.
 * Forms go to stdout, notes and problems to stderr. Returns the exit code: 0; 100 for wrong use and a wrong string; 111 when
 * the way to the target is not complete.
 */
export async function setup(options: SetupOptions, output: SetupOutput = process): Promise<number> {
  return runCommand(output, async () => {
    if (options.explain !== undefined) return explain(options.explain, options, output);
    const settings = readSettings(options);
    if ('problems' in settings) throw new CommandError(settings.problems.join('\n'), WRONG_USE);
    if (settings.targets.length === 0 && options.for !== 'heartbeat') {
      throw new CommandError(
        'Cannot set up a sender without --target; give the address of the relay, or --explain STRING',
        WRONG_USE,
      );
    }
    if (options.here === true) return setUpHere(settings, options, output);
    if (options.apply === true) {
      throw new CommandError('--apply changes this machine; add --here', WRONG_USE);
    }
    print(settings, options, output);
    return DONE;
  });
}

function print(settings: SenderSettings, options: SetupOptions, output: SetupOutput): void {
  const notes = notesOn(settings, options.for);
  const names = namesOf(options);
  if (options.json === true) {
    output.stdout.write(`${JSON.stringify(settingsJson(settings, names, notes))}\n`);
    return;
  }
  if (options.for === undefined) {
    output.stdout.write(names.map((name) => printForm(name, writeForm(name, settings))).join('\n'));
  } else {
    const form = writeForm(options.for, settings);
    if ('impossible' in form) {
      throw new CommandError(`Cannot print ${options.for}: ${form.impossible}`, WRONG_USE);
    }
    output.stdout.write(printForm(options.for, form));
  }
  for (const note of notes) output.stderr.write(`note: ${note}\n`);
}

/** Without a form or JSON to print the report goes to stdout, otherwise to stderr. */
async function setUpHere(
  settings: SenderSettings,
  options: SetupOptions,
  output: SetupOutput,
): Promise<number> {
  const found = await findSender(settings, options.apply === true);
  if ('impossible' in found) throw new CommandError(`--here: ${found.impossible}`, WRONG_USE);
  const { status, report, failures, warnings } = found;
  if (options.json === true) {
    const names = status === DONE ? namesOf(options) : [];
    const own = settingsJson(found.settings, names, notesOn(found.settings, options.for));
    output.stdout.write(`${JSON.stringify({ ...own, warnings, failures })}\n`);
    return status;
  }
  (options.for === undefined ? output.stdout : output.stderr).write(report);
  for (const failure of failures) output.stderr.write(`${failure}\n`);
  if (status !== DONE) return status;
  if (options.for !== undefined) print(found.settings, options, output);
  else if (options.apply !== true) {
    output.stderr.write(
      'note: nothing was changed; --apply creates the target until the next boot; --for FORM prints a permanent form\n',
    );
  }
  return DONE;
}

function namesOf(options: SetupOptions): readonly FormName[] {
  return options.for === undefined ? SHOWN_FORMS : [options.for];
}

function explain(text: string, options: SetupOptions, output: SetupOutput): number {
  const wrong: string[] = [];
  const kernel = readKernel(options.kernel, wrong);
  if (wrong.length > 0) throw new CommandError(wrong.join('\n'), WRONG_USE);
  const explanation = explainParameter(text, kernel);
  const { problems } = explanation;
  if (options.json === true) {
    output.stdout.write(`${JSON.stringify(explanationJson(explanation))}\n`);
  } else {
    for (const line of describeExplanation(text, explanation)) {
      output.stdout.write(`${oneLine(line)}\n`);
    }
    for (const problem of problems) output.stderr.write(`${oneLine(describeProblem(problem))}\n`);
  }
  return problems.some(({ kind }) => kind === 'error') ? WRONG_USE : DONE;
}
