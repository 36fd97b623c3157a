import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.ts';
import { environmentOf, findProgram, UNPACKED } from './ensure-programs.ts';

/** The real rsyslogd with a configuration of the test's, in a directory of its own. */
export class Rsyslog {
  readonly directory: string;
  readonly #child: Child;

  private constructor(directory: string, child: Child) {
    this.directory = directory;
    this.#child = child;
  }

  /** `DIR` in `statements` stands for its directory. Resolves when it runs. */
  static async start(statements: string): Promise<Rsyslog> {
    const directory = mkdtempSync(join(tmpdir(), 'rsyslog-'));
    const file = join(directory, 'rsyslog.conf');
    const text = `global(workDirectory="DIR" net.enableDNS="off")\n${statements}\n`;
    writeFileSync(file, text.replaceAll('DIR', directory));
    const command = findProgram('rsyslogd') ?? 'rsyslogd';
    const pid = join(directory, 'pid');
    const parameters = ['-n', '-f', file, '-i', pid, ...modulesOf(command)];
    const child = new Child(command, parameters, { env: environmentOf(command) });
    const ended = child.exited.then(() => {
      throw new Error(`rsyslogd ended: ${child.stderr}`);
    });
    await Promise.race([ended, isThere(pid)]);
    return new Rsyslog(directory, child);
  }

  async stop(): Promise<void> {
    await this.#child.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

async function isThere(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** An unpacked program looks for its modules where an installed one would. */
function modulesOf(program: string): readonly string[] {
  if (!program.startsWith(UNPACKED)) return [];
  const libraries = join(UNPACKED, 'usr/lib');
  const folder = readdirSync(libraries).find((name) =>
    existsSync(join(libraries, name, 'rsyslog')),
  );
  return ['-M', join(libraries, folder ?? '', 'rsyslog')];
}
