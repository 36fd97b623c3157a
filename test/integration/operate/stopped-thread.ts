import { readFileSync, readdirSync } from 'node:fs';
import koffi from 'koffi';
import { RECEIVING_NICENESS } from '../../../lib/system/thread-priority.ts';

/** Requests of ptrace(2), from linux/ptrace.h. */
const PTRACE_SEIZE = 0x4206;
const PTRACE_INTERRUPT = 0x4207;
const PTRACE_DETACH = 17;
/** waitpid(2): threads that are no children of their own, too. */
const WAIT_ALL = 0x4000_0000;

const libc = koffi.load(null);
const ptrace = libc.func('long ptrace(long request, int pid, intptr_t address, intptr_t data)');
const waitpid = libc.func('int waitpid(int pid, _Out_ int *status, int options)');

/** The receiving thread of a relay, by its niceness; undefined where the relay may not change that. */
export function receivingThread(pid: number): number | undefined {
  return readdirSync(`/proc/${pid}/task`)
    .map(Number)
    .find((thread) => nicenessOf(pid, thread) === RECEIVING_NICENESS);
}

/** One thread of a child process that is stopped while the others run on. */
export class StoppedThread {
  readonly #thread: number;

  constructor(thread: number) {
    this.#thread = thread;
    this.#call(PTRACE_SEIZE);
    this.#call(PTRACE_INTERRUPT);
    if (waitpid(thread, [0], WAIT_ALL) !== thread) throw new Error('the thread did not stop');
  }

  continue(): void {
    this.#call(PTRACE_DETACH);
  }

  #call(call: number): void {
    if (ptrace(call, this.#thread, 0, 0) !== 0) {
      throw new Error(`ptrace ${call} of thread ${this.#thread}: errno ${koffi.errno()}`);
    }
  }
}

function nicenessOf(pid: number, thread: number): number {
  const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
  // Field 19; the second one is a name in parentheses.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
}
