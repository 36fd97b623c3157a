import { Child } from './child.ts';
import { hasProgram, pathWithTools } from './unpacked-tools.ts';

/** Whether terminals can be made here; a test that skips says so. */
export function hasTerminals(): boolean {
  if (hasProgram('script')) return true;
  process.stdout.write('skipped: no script(1), which makes terminals, here\n');
  return false;
}

const open = new Set<Terminal>();

/** Hangs up what a failed test leaves after, as when a window is closed. */
export function hangUpTerminals(): void {
  for (const { child } of open) child.process.kill('SIGKILL');
  open.clear();
}

/** A shell command with a terminal of its own, made by script(1). */
export class Terminal {
  readonly child: Child;

  constructor(command: string, options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    const env = { ...process.env, PATH: pathWithTools(), SHELL: '/bin/sh', ...options.env };
    this.child = new Child('script', ['-qefc', command, '/dev/null'], { ...options, env });
    open.add(this);
    void this.exited.then(() => open.delete(this));
  }

  /** All that was shown, with line ends of files. */
  get shown(): string {
    return this.child.stdout.replaceAll('\r\n', '\n');
  }

  /** Resolves when `pattern` was shown; rejects when the command ends first. */
  shows(pattern: RegExp): Promise<void> {
    return this.child.printed(pattern);
  }

  type(keys: string): void {
    this.child.process.stdin?.write(keys);
  }

  /** The exit code of the command. */
  get exited(): Promise<number | undefined> {
    return this.child.exited;
  }
}
