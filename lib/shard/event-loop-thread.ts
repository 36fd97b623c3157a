import { READERS } from '../receive/readers.ts';
import { runEventLoop } from './run-event-loop.ts';

/** The entry of the thread with an event loop. */
runEventLoop(READERS);
