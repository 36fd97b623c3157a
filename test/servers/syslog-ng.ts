import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.ts';
import { completeFile, readIfThere } from './complete-file.ts';
import { environmentOf, findProgram, UNPACKED } from './ensure-programs.ts';

/** The real syslog-ng with a configuration of the test's, in a directory of its own. */
export class SyslogNg {
  readonly directory: string;
  readonly #namespace: string | undefined;
  #child: Child;

  private constructor(directory: string, child: Child, namespace: string | undefined) {
    this.directory = directory;
    this.#child = child;
    this.#namespace = namespace;
  }

  /** `DIR` in `statements` stands for its directory; `namespace`: a network namespace. Resolves when it runs. */
  static async start(statements: string, namespace?: string): Promise<SyslogNg> {
    const directory = mkdtempSync(join(tmpdir(), 'syslog-ng-'));
    const file = join(directory, 'syslog-ng.conf');
    writeFileSync(file, `@version: 3.38\n${statements.replaceAll('DIR', directory)}\n`);
    return new SyslogNg(directory, await launch(directory, namespace), namespace);
  }

  /** Starts it again, after it has ended, with the same configuration. */
  async restart(): Promise<void> {
    this.#child = await launch(this.directory, this.#namespace);
  }

  /** What it has logged about itself since it was started. */
  get log(): string {
    return this.#child.stderr;
  }

  /** Of the process that runs now. */
  get pid(): number {
    return this.#child.process.pid ?? 0;
  }

  /** Sends a signal to the process. */
  signal(signal: NodeJS.Signals): void {
    this.#child.process.kill(signal);
  }

  /** Ends the process; its directory stays. */
  async halt(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#child.stop(signal);
  }

  /** The text of a file in its directory, `` if there is none, once it satisfies `isComplete`. */
  async file(name: string, isComplete: (text: string) => boolean): Promise<string> {
    return completeFile(join(this.directory, name), isComplete, () => this.log);
  }

  /** The text of a file once it has not grown for this long: its writer is behind its reader. Waits longer for the first line. */
  async settledFile(name: string, quietMs = 300): Promise<string> {
    const stepMs = quietMs / 30;
    for (let text = '', quiet = 0; ; quiet++) {
      const now = readIfThere(join(this.directory, name));
      if (now !== text) quiet = 0;
      text = now;
      if (quiet >= 30 && (text !== '' || quiet >= 300)) return text;
      await new Promise((resolve) => setTimeout(resolve, stepMs));
    }
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** An unpacked program looks for its modules where an installed one would. */
export function modulesOf(program: string): readonly string[] {
  if (!program.startsWith(UNPACKED)) return [];
  const directory = join(UNPACKED, 'usr/lib/syslog-ng');
  const version = readdirSync(directory).find((name) => /^\d/.test(name)) ?? '';
  return ['--module-path', join(directory, version)];
}

async function launch(directory: string, namespace: string | undefined): Promise<Child> {
  const own = ['persist', 'ctl', 'pid'].map((name) => join(directory, name));
  const [persist = '', control = '', pid = ''] = own;
  const parameters = ['-F', '-f', join(directory, 'syslog-ng.conf'), '--no-caps', '-e', '-v'];
  parameters.push('-R', persist, '-c', control, '-p', pid);
  const command = findProgram('syslog-ng') ?? 'syslog-ng';
  parameters.push(...modulesOf(command));
  const inNamespace = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  const [program = '', ...all] = [...inNamespace, command, ...parameters];
  const child = new Child(program, all, { env: environmentOf(command) });
  await child.printed(/syslog-ng starting up/);
  return child;
}
