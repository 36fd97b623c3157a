import { expect } from 'chai';
import { Writable } from 'node:stream';
import type { Batch, Outcome } from '../../../lib/deliver/batch.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { BatchMaker } from '../batch-maker.ts';
import { describeDestination } from '../conformance.ts';
import { LogRecord } from '../log-record.ts';

/** A stream that keeps what is written, and answers each write when told to. */
class Terminal extends Writable {
  text = '';
  readonly answers: ((error?: Error) => void)[] = [];
  #isPrompt: boolean;

  constructor(isPrompt: boolean) {
    super();
    this.#isPrompt = isPrompt;
  }

  /** No write is answered from now on. */
  freeze(): void {
    this.#isPrompt = false;
  }

  thaw(): void {
    this.#isPrompt = true;
    for (const answer of this.answers.splice(0)) answer();
  }

  override _write(chunk: Buffer, _encoding: string, callback: (error?: Error) => void): void {
    this.text += chunk.toString();
    if (this.#isPrompt) setImmediate(callback);
    else this.answers.push(callback);
  }
}

const CONFIG = {
  type: 'stdout',
  name: 'screen',
  format: 'text',
  template: '$MSG',
  queueBytes: 1_000_000,
} as const;

function create(stdout: Writable, log = new LogRecord()) {
  return createDestination(CONFIG, { log, stdout });
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describeDestination('stdout', async ({ queueBytes }) => {
  const terminal = new Terminal(true);
  const config = { ...CONFIG, queueBytes };
  return {
    destination: await createDestination(config, { log: new LogRecord(), stdout: terminal }),
    createEncoder: (context) => createEncoder(config, context),
    written: () => terminal.text,
    away: async () => terminal.freeze(),
    back: async () => terminal.thaw(),
  };
});

describe('stdout destination', () => {
  const maker = new BatchMaker();
  let outcomes: Outcome[] = [];

  function batchOf(text: string): Batch {
    return {
      ...maker.make([{ path: '', text }]),
      released: () => undefined,
      settled: (outcome) => outcomes.push(outcome),
    };
  }

  beforeEach(() => {
    outcomes = [];
  });

  it('has one write under way at a time', async () => {
    const terminal = new Terminal(false);
    const destination = await create(terminal);
    for (const text of ['one', 'two']) destination.accept(batchOf(text));
    await turn();
    expect([terminal.text, outcomes.length]).to.deep.equal(['one\n', 0]);
    terminal.answers[0]?.();
    await turn();
    expect([terminal.text, outcomes.length]).to.deep.equal(['one\ntwo\n', 1]);
    await destination.close();
    expect(outcomes[1]).to.deep.equal({ delivered: 0, dropped: { closed: 1 } });
    terminal.answers[1]?.();
    await turn();
    expect(outcomes.length).to.equal(2);
  });

  it('drops what cannot be written, and tells it once', async () => {
    const terminal = new Terminal(false);
    const log = new LogRecord();
    const destination = await create(terminal, log);
    for (const text of ['one', 'two']) destination.accept(batchOf(text));
    await turn();
    terminal.answers[0]?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await destination.drain(AbortSignal.timeout(5000));
    destination.accept(batchOf('three'));
    await destination.drain(AbortSignal.timeout(5000));
    const dropped = outcomes.map((outcome) => outcome.dropped['write-failed']);
    expect(dropped).to.deep.equal([1, 1, 1]);
    expect(log.entries).to.deep.equal([
      'error destination screen: Cannot write to standard output: EPIPE (nobody reads it any more); events for it are dropped, start the relay with an output that stays open',
    ]);
  });
});
