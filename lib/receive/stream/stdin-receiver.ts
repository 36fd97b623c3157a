import type { StdinSourceConfig } from '../../config/source-config.ts';
import type { Opening, Receiver, SourceReport } from '../receiver.ts';
import type { SourceInput } from '../source-input.ts';

const STDIN = 0;

/** The standard input, which is always open. */
export class StdinReceiver implements Receiver<StdinSourceConfig> {
  readonly thread = 'event-loop';

  async open(): Promise<Opening> {
    return { commit: () => undefined, rollback: () => undefined };
  }

  inputFor(): Omit<SourceInput, 'source'> {
    return { fd: STDIN, port: 0 };
  }

  opened(): void {
    // Nothing new.
  }

  report(): SourceReport {
    return { endpoint: 'the standard input' };
  }

  kernelDrops(): ReadonlyMap<string, number> {
    return new Map();
  }

  close(): void {
    // It belongs to whoever started the relay.
  }
}
