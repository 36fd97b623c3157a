import { emitKeypressEvents } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { wantsColours } from '../log/colours.ts';
import type { HostOrder } from '../operate/hosts.ts';
import type { RelayStatus } from '../operate/status.ts';
import { ORDER_KEYS, topScreen } from '../operate/top-screen.ts';
import type { ControlClient } from '../operate/control-client.ts';
import { CommandError, DONE, runCommand, WRONG_USE } from './command-error.ts';
import { askRelay, findControl, type ControlOptions } from './find-control.ts';

const REDRAW_MS = 1000;
const TIMEOUT_MS = 5000;

/** Control sequences of terminals: xterm's alternate screen, the cursor (ECMA-48). */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/** What `top` runs on; `process` has both. */
export interface TopTerminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: { write(text: string): unknown };
}

/** Shows the state of the running relay, redrawn every second, until `q`. Returns the exit code: 0; 100 without a terminal; 111 if no relay answers. */
export async function top(
  options: ControlOptions,
  terminal: TopTerminal = process,
): Promise<number> {
  return runCommand(terminal, async () => {
    if (!terminal.stdin.isTTY || !terminal.stdout.isTTY) {
      throw new CommandError('top needs a terminal; use status', WRONG_USE);
    }
    const client = await findControl(options);
    const screen = new TopSession(client, terminal);
    // A first answer, before the screen is taken.
    await screen.ask();
    await screen.run();
    return DONE;
  });
}

/** The screen while `top` runs. */
class TopSession {
  readonly #client: ControlClient;
  readonly #terminal: TopTerminal;
  #status: RelayStatus | undefined;
  /** That was chosen last, and that of the status. */
  #order: HostOrder = 'rate';
  #shownOrder: HostOrder = 'rate';
  #isPaused = false;
  #problem: string | undefined;
  #isAsking = false;

  constructor(client: ControlClient, terminal: TopTerminal) {
    this.#client = client;
    this.#terminal = terminal;
  }

  /** Gets a newer status; rejects with CommandError. */
  async ask(): Promise<void> {
    const { rows } = this.#terminal.stdout;
    const order = this.#order;
    const path = `/status?order=${order}&limit=${rows}`;
    const body = await askRelay(this.#client, () => this.#client.get(path, TIMEOUT_MS));
    this.#status = JSON.parse(body) as RelayStatus;
    this.#shownOrder = order;
  }

  /** Resolves when the user quits. */
  async run(): Promise<void> {
    const { stdin, stdout } = this.#terminal;
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdout.write(ENTER);
    this.#draw();
    const timer = setInterval(() => void this.#update(), REDRAW_MS);
    const redraw = (): void => this.#draw();
    stdout.on('resize', redraw);
    try {
      await this.#quit();
    } finally {
      clearInterval(timer);
      stdout.off('resize', redraw);
      stdout.write(LEAVE);
      stdin.setRawMode(false);
      stdin.pause();
    }
  }

  #quit(): Promise<void> {
    const { stdin } = this.#terminal;
    return new Promise((resolve) => {
      stdin.on(
        'keypress',
        (_: string, key: { readonly name?: string; readonly ctrl?: boolean }) => {
          if (key.name === 'q' || (key.ctrl === true && key.name === 'c')) resolve();
          else this.#press(key.name ?? '');
        },
      );
      stdin.on('end', resolve);
    });
  }

  #press(key: string): void {
    if (key === 'p' || key === 'space') {
      this.#isPaused = !this.#isPaused;
      this.#draw();
      return;
    }
    const order = Object.hasOwn(ORDER_KEYS, key) ? ORDER_KEYS[key] : undefined;
    if (order === undefined) return;
    this.#order = order;
    void this.#update(true);
  }

  /** Asks and draws, unless it is paused or an answer is still awaited. */
  async #update(isWanted = !this.#isPaused): Promise<void> {
    if (!isWanted || this.#isAsking) return;
    this.#isAsking = true;
    try {
      // Another order may be chosen meanwhile.
      do await this.ask();
      while (this.#shownOrder !== this.#order);
      this.#problem = undefined;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.#problem = error.message;
    }
    this.#isAsking = false;
    this.#draw();
  }

  #draw(): void {
    const { stdout } = this.#terminal;
    if (this.#status === undefined) return;
    const lines = topScreen(this.#status, {
      order: this.#shownOrder,
      isPaused: this.#isPaused,
      problem: this.#problem,
      width: stdout.columns,
      height: stdout.rows,
      hasColours: wantsColours(true),
    });
    stdout.write(`${HOME}${lines.join(`${CLEAR_LINE}\r\n`)}${CLEAR_LINE}${CLEAR_BELOW}`);
  }
}
