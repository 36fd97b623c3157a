import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that a test started, with everything it printed so far. */
export class Child {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';
  #exited: Promise<number | undefined>;
  #onOutput: (() => void)[] = [];

  constructor(
    command: string,
    parameters: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ) {
    this.process = spawn(command, parameters, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stdout?.on('data', (chunk: Buffer) => this.#took('stdout', chunk));
    this.process.stderr?.on('data', (chunk: Buffer) => this.#took('stderr', chunk));
    this.#exited = once(this.process, 'close').then(
      ([code]) => (code as number | null) ?? undefined,
    );
  }

  /** Resolves when `pattern` was printed; rejects when the program ends first. */
  printed(pattern: RegExp): Promise<void> {
    return this.printedAfter(0, pattern);
  }

  /** The same for what stands on stderr after its first `length` characters, or anywhere on stdout. */
  async printedAfter(length: number, pattern: RegExp): Promise<void> {
    let hasExited = false;
    void this.#exited.then(() => {
      hasExited = true;
      this.#wake();
    });
    for (;;) {
      if (pattern.test(this.stdout) || pattern.test(this.stderr.slice(length))) return;
      if (hasExited)
        throw new Error(`ended without printing ${pattern}: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => this.#onOutput.push(resolve));
    }
  }

  /** The exit code; undefined when a signal ended the program. */
  get exited(): Promise<number | undefined> {
    return this.#exited;
  }

  /** Ends the program as its operator would; resolves with its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | undefined> {
    this.process.kill(signal);
    return this.#exited;
  }

  #took(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this[stream] += chunk.toString();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#onOutput.splice(0)) resolve();
  }
}
