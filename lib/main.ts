#!/usr/bin/env node
import { RELAY_SIGNALS, SignalInbox } from './system/signal-inbox.ts';

/**
 * The process. Handlers of signals are installed before any other module is loaded: as PID 1 a process loses SIGTERM until then, and
 * Node's own handler of SIGUSR1 would open the debugger.
 */
const inbox = new SignalInbox(process.argv[2] === 'run' ? RELAY_SIGNALS : ['SIGUSR1']);
try {
  // Before all descriptors may be in use: an error names the limit.
  await import('./system/process-limits.ts');
  const { runCommandLine } = await import('./commands/command-line.ts');
  await runCommandLine(process.argv, inbox);
} catch (error) {
  // Such as too few descriptors to read the modules.
  const { tellBug } = await import('./commands/tell-bug.ts');
  tellBug(error);
}
