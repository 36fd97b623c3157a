#!/usr/bin/env node
import { RELAY_SIGNALS, SignalInbox } from './system/signal-inbox.ts';

/**
 * The process. Handlers of signals are installed before any other module is loaded: as PID 1 a process loses SIGTERM until then, and
 * Node's own handler of SIGUSR1 would open the debugger.
 */
const inbox = new SignalInbox(process.argv[2] === 'run' ? RELAY_SIGNALS : ['SIGUSR1']);
const { runCommandLine } = await import('./commands/command-line.ts');
await runCommandLine(process.argv, inbox);
