import { READERS } from '../../lib/receive/readers.ts';
import { runEventLoop } from '../../lib/shard/run-event-loop.ts';
import { LineReader } from './line-reader.ts';

/** The entry of a thread with an event loop that also reads sources of the tests' own kind. */
const readers = {
  ...READERS,
  lines: (context: ConstructorParameters<typeof LineReader>[0]) => new LineReader(context),
};
runEventLoop(readers);
