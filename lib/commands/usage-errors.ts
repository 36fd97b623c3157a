import type { Command } from 'commander';

/** Gives what `program` and its commands print about a wrong command line the form of all other errors: one line, with the page of help to read. */
export function wordUsageErrors(program: Command, path = program.name()): void {
  program.configureOutput({
    outputError: (text, write) =>
      write(`${problemOf(text)}${configHint(text, program)}; see ${path} --help\n`),
  });
  for (const command of program.commands) wordUsageErrors(command, `${path} ${command.name()}`);
}

/** `error: option '--speed <n>' argument 'x' is invalid. Expected a number.` without its label and its several sentences. */
function problemOf(text: string): string {
  return text
    .trim()
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replace(/\. ([A-Za-z])/g, (_, first: string) => `: ${first.toLowerCase()}`)
    .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean $1?)')
    .replaceAll('\n', ' ');
}

/** `check FILE` is what other programs take. */
function configHint(text: string, command: Command): string {
  const takesConfig = command.options.some(({ long }) => long === '--config');
  return takesConfig && text.includes('too many arguments')
    ? '; name the configuration with --config'
    : '';
}
