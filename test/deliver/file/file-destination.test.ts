import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import type { Outcome } from '../../../lib/deliver/batch.ts';
import { BatchMaker } from '../batch-maker.ts';
import { describeDestination } from '../conformance.ts';
import { LogRecord } from '../log-record.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { fileConfig } from './file-config.ts';

const never = new AbortController().signal;

describe('file destination', () => {
  const directory = temporaryDirectory();

  describeDestination('files', async ({ queueBytes }) => {
    const config = fileConfig(`${directory()}/$HOST/log`, { queueBytes, template: '$MSG' });
    const destination = await createDestination(config, { log: new LogRecord() });
    const path = (name: string): string => `${directory()}/${name}/log`;
    return {
      destination,
      createEncoder: (context) => createEncoder(config, context),
      written: (name) => readFileSync(path(name), 'utf8'),
      rotate: (name) => renameSync(path(name), `${path(name)}.1`),
    };
  });

  it('reports in its log what its thread could not write', async () => {
    mkdirSync(`${directory()}/web1`);
    const log = new LogRecord();
    const destination = await createDestination(fileConfig(`${directory()}/$HOST`), { log });
    const outcomes: Outcome[] = [];
    const batch = new BatchMaker().make([{ path: `${directory()}/web1`, text: 'x' }]);
    destination.accept({
      ...batch,
      released: () => undefined,
      settled: (outcome) => outcomes.push(outcome),
    });
    await destination.drain(never);
    await destination.close();
    expect(outcomes).to.deep.equal([{ delivered: 0, dropped: { 'unsafe-path': 1 } }]);
    expect(log.entries).to.deep.equal([
      `error destination files: Cannot write to ${directory()}/web1 safely: a directory is there; remove it`,
    ]);
  });

  it('is not made for an unknown owner', async () => {
    const config = fileConfig(`${directory()}/$HOST`, { owner: 'nobody-of-that-name' });
    const error = await createDestination(config, { log: new LogRecord() }).catch(
      (reason: unknown) => reason,
    );
    expect(error)
      .to.be.an('error')
      .with.property('message')
      .that.matches(/user nobody-of-that-/);
  });

  it('lets the process end by itself once it is closed', () => {
    const { status, stdout } = runScript(`
      await offer('a', 'hello');
      await destination.drain(new AbortController().signal);
      await destination.close();
      console.log('closed');
    `);
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: 'closed\n' });
    expect(readFileSync(`${directory()}/a`, 'utf8')).to.equal('hello\n');
  });

  it('ends the process when its thread dies of a bug', () => {
    const { status, stdout, stderr } = runScript(`
      process.once('uncaughtException', (error) => {
        console.log(error.message);
        process.exit(101);
      });
      maker.make([{ path: 'known to nobody', text: '' }]);
      await offer('known to nobody', 'x');
      setInterval(() => undefined, 1000);
    `);
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 101,
      stdout: 'batch names the unknown path 0\n',
      stderr: '',
    });
  });

  /** Runs a script in a process of its own that has a destination, and `offer` to send it a line. */
  function runScript(body: string): { status: number | null; stdout: string; stderr: string } {
    const lib = new URL('../../../lib/deliver/', import.meta.url).href;
    const test = new URL('../', import.meta.url).href;
    const script = `${directory()}/script.mjs`;
    const text = `
      import { createDestination } from '${lib}destination-kinds.ts';
      import { BatchMaker } from '${test}batch-maker.ts';
      import { fileConfig } from '${test}file/file-config.ts';
      const maker = new BatchMaker();
      const destination = await createDestination(fileConfig('${directory()}/$HOST'), { log: console });
      const offer = (name, text) => {
        const path = name === 'known to nobody' ? name : '${directory()}/' + name;
        destination.accept({ ...maker.make([{ path, text }]), released: () => undefined, settled: () => undefined });
      };
      ${body}`;
    writeFileSync(script, text);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `${test}../tsx-in-threads.mjs`, script],
      { encoding: 'utf8', timeout: 9000 },
    );
    return { status, stdout, stderr };
  }
});
