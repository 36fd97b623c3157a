import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.ts';
import { environmentOf, findProgram, UNPACKED } from './ensure-programs.ts';

/** The real syslog-ng with a configuration of the test's, in a directory of its own. */
export class SyslogNg {
  readonly directory: string;
  readonly #child: Child;

  private constructor(directory: string, child: Child) {
    this.directory = directory;
    this.#child = child;
  }

  /** `DIR` in `statements` stands for its directory. Resolves when it runs. */
  static async start(statements: string): Promise<SyslogNg> {
    const directory = mkdtempSync(join(tmpdir(), 'syslog-ng-'));
    const file = join(directory, 'syslog-ng.conf');
    writeFileSync(file, `@version: 3.38\n${statements.replaceAll('DIR', directory)}\n`);
    const parameters = ['-F', '-f', file, '--no-caps', '-e', '-v'];
    const own = ['persist', 'ctl', 'pid'].map((name) => join(directory, name));
    const [persist = '', control = '', pid = ''] = own;
    parameters.push('-R', persist, '-c', control, '-p', pid);
    const program = findProgram('syslog-ng') ?? 'syslog-ng';
    parameters.push(...modulesOf(program));
    const child = new Child(program, parameters, { env: environmentOf(program) });
    await child.printed(/syslog-ng starting up/);
    return new SyslogNg(directory, child);
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** An unpacked program looks for its modules where an installed one would. */
function modulesOf(program: string): readonly string[] {
  if (!program.startsWith(UNPACKED)) return [];
  const directory = join(UNPACKED, 'usr/lib/syslog-ng');
  const version = readdirSync(directory).find((name) => /^\d/.test(name)) ?? '';
  return ['--module-path', join(directory, version)];
}
