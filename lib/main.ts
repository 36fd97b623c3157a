#!/usr/bin/env node
import { RELAY_SIGNALS, SignalInbox } from './system/signal-inbox.ts';

/**
 * The process. Handlers of signals are installed before any other module is loaded: as PID 1 a process loses SIGTERM until then, and
 * Node's own handler of SIGUSR1 would open the debugger.
 */
const isRelay = process.argv[2] === 'run';
const inbox = new SignalInbox(isRelay ? RELAY_SIGNALS : ['SIGUSR1']);
const { saveMemory } = await import('./system/small-heaps.ts');
saveMemory();
// Before the other modules: too low a limit makes loading them fail.
const { limitTooLow } = await import('./system/limit-too-low.ts');
const problem = limitTooLow();
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exit(111);
}
try {
  const { runCommandLine } = await import('./commands/command-line.ts');
  await runCommandLine(process.argv, inbox);
} catch (error) {
  const { reportBug } = await import('./commands/report-bug.ts');
  reportBug(error);
}
