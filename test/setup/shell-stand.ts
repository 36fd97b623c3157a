import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { hasProgram, pathWithTools } from '../servers/unpacked-tools.ts';

/** Shells that scripts for senders must run in, with the program that each test needs. */
export const SHELLS = [
  { name: 'dash', command: ['dash'] },
  { name: 'busybox sh', command: ['busybox', 'sh'] },
] as const;
export type Shell = (typeof SHELLS)[number];

export interface ShellResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Whether a shell is there; a test that skips says so. */
export function hasShell({ name, command }: Shell): boolean {
  if (hasProgram(command[0])) return true;
  process.stdout.write(`skipped: no ${name} here\n`);
  return false;
}

/** A directory in which shell text runs, with commands that note how they were called before the real ones. */
export class ShellStand {
  readonly directory = mkdtempSync(join(tmpdir(), 'shell-'));
  /** Where its commands are. */
  readonly bin = join(this.directory, 'bin');
  readonly #calls = join(this.directory, 'calls');

  constructor() {
    mkdirSync(this.bin);
  }

  /** Makes a command that notes its call, then runs `body`. */
  command(name: string, body = ''): void {
    const note = `{ printf %s ${name}; printf ' <%s>' "$@"; echo; } >>'${this.#calls}'`;
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/sh\n${note}\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** Calls noted so far, such as `modprobe <-r> <netconsole>`. */
  get calls(): string[] {
    return this.read('calls').split('\n').filter(Boolean);
  }

  /** Runs text; paths in `moved` lie below the directory. */
  run(
    text: string,
    shell: Shell,
    options: {
      moved?: readonly string[];
      parameters?: readonly string[];
      env?: NodeJS.ProcessEnv;
    } = {},
  ): ShellResult {
    let moved = text;
    for (const path of options.moved ?? []) {
      mkdirSync(dirname(join(this.directory, path)), { recursive: true });
      moved = moved.replaceAll(path, join(this.directory, path));
    }
    const file = join(this.directory, 'script');
    writeFileSync(file, moved);
    const [program, ...before] = shell.command;
    const PATH = [this.bin, pathWithTools()].join(delimiter);
    const { status, stdout, stderr } = spawnSync(
      program,
      [...before, ...(options.parameters ?? []), file],
      { cwd: this.directory, encoding: 'utf8', env: { ...process.env, PATH, ...options.env } },
    );
    return { status, stdout, stderr };
  }

  /** The text of a file below the directory; empty when there is none. */
  read(path: string): string {
    const file = join(this.directory, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
