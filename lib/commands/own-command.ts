import { basename, delimiter, join, relative } from 'node:path';

/** How a process was started, as `process` has it. */
export interface Invocation {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

/** The name of the installed command. */
const COMMAND = 'netconsole-relay';

/**
 * The command that starts this program again as it was started: `netconsole-relay` if that was found in PATH, otherwise its path, after `node`
 * for a script. Never `npx NAME`, which downloads the package of that name if none is installed.
 */
export function ownCommand(invocation: Invocation = process): string {
  const { argv, env } = invocation;
  const script = argv[1] ?? COMMAND;
  if (basename(script) === COMMAND) {
    const directories = (env['PATH'] ?? '').split(delimiter).filter((each) => each !== '');
    if (directories.some((directory) => join(directory, COMMAND) === script)) return COMMAND;
    return quoted(nearPath(script, invocation.cwd()));
  }
  return `node ${quoted(nearPath(script, invocation.cwd()))}`;
}

function nearPath(path: string, directory: string): string {
  const near = relative(directory, path);
  return near.length < path.length && !near.startsWith('..') ? near : path;
}

function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
