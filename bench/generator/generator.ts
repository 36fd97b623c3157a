import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { GeneratorResult, Job } from './job.ts';

/** A generator process that has made its memory and sockets, and waits. */
export interface Generator {
  /** Sends the messages that do not count; resolves when they are sent. */
  warmUp(): Promise<void>;
  /** Sends the others; resolves when all is sent and the process has ended. */
  go(): Promise<GeneratorResult>;
  /** Ends the process, whatever it does. Idempotent. */
  end(): void;
}

export async function startGenerator(job: Job): Promise<Generator> {
  const script = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done !== true) return line.value;
    throw new Error('the generator ended early');
  };
  const ended = once(child, 'exit');
  await next();
  return {
    async warmUp() {
      child.stdin.write('warm up\n');
      await next();
    },
    async go() {
      child.stdin.end('go\n');
      const result = JSON.parse(await next()) as GeneratorResult;
      await ended;
      return result;
    },
    end: () => void child.kill('SIGKILL'),
  };
}
