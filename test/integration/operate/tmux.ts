import { spawnSync } from 'node:child_process';

const POLL_MS = 30;
const DEADLINE_MS = 20_000;
let opened = 0;

/** A command on a terminal of a fixed size, whose screen can be read: a tmux server of its own. */
export class Tmux {
  readonly #socket = `netconsole-relay-${process.pid}-${++opened}`;

  constructor(command: string, { columns, lines }: { columns: number; lines: number }) {
    const size = ['-x', String(columns), '-y', String(lines)];
    // No configuration. The code of the command stays on the screen when it has ended.
    const shown = `${command}; echo "code=$?"; read line`;
    this.#run('-f', '/dev/null', 'new-session', '-d', ...size, shown);
  }

  /** The text on the screen, without spaces at the ends of lines; the process number is always 4711. */
  screen(): string {
    return this.#run('capture-pane', '-p')
      .replace(/process \d+/, 'process 4711')
      .replace(/[ ]+$/gm, '')
      .replace(/\n+$/, '\n');
  }

  /** Resolves with the screen when it contains `text`. */
  async shows(text: string): Promise<string> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const screen = this.screen();
      if (screen.includes(text)) return screen;
      if (Date.now() > deadline) throw new Error(`never shown: ${text}\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  press(...keys: readonly string[]): void {
    this.#run('send-keys', ...keys);
  }

  resize(columns: number, lines: number): void {
    this.#run('resize-window', '-x', String(columns), '-y', String(lines));
  }

  end(): void {
    this.#run('kill-server');
  }

  #run(...words: readonly string[]): string {
    // A locale in which the terminal is UTF-8.
    const env = { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', this.#socket, '-u', ...words], {
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(`tmux ${words.join(' ')}: ${stderr}`);
    return stdout;
  }
}
