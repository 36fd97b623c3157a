import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TransportHost } from '../../../lib/log/transport/transport-host.ts';

const MODULE = join(import.meta.dirname, 'test-transport.cjs');
const ENTRY = { level: 'info', message: 'one' };

describe('TransportHost', () => {
  const hosts: TransportHost[] = [];
  let directory: string;
  let file: string;
  let warnings: string[];

  function create(module: string, options: Record<string, unknown>, answerMs?: number) {
    const transport = { module, options: { file, ...options }, folder: directory };
    const levels = { error: 0, info: 1 };
    const host = new TransportHost({ transport, levels }, (text) => warnings.push(text), answerMs);
    hosts.push(host);
    return host;
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'transport-'));
    file = join(directory, 'log');
    warnings = [];
  });

  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.close(0);
    rmSync(directory, { recursive: true });
  });

  it('hands entries to a module', async () => {
    const host = create(MODULE, { json: true });
    expect(await host.hand({ ...ENTRY, host: 'web1' })).to.equal(undefined);
    expect(readFileSync(file, 'utf8')).to.equal('{"level":"info","message":"one","host":"web1"}\n');
  });

  it('hands entries to a transport of winston, which writes what it holds at the end', async () => {
    const host = create('File', { filename: file });
    expect(await host.hand(ENTRY)).to.equal(undefined);
    await host.close(5000);
    expect(readFileSync(file, 'utf8')).to.equal('{"level":"info","message":"one"}\n');
  });

  for (const [misbehaves, problem] of [
    ['throws', 'it threw'],
    ['throws-later', 'it threw later'],
    ['never-ends', 'it has not answered for 3 s'],
  ] as const) {
    it(`goes on after a transport that ${misbehaves.replace('-', ' ')}`, async () => {
      const marker = join(directory, 'marker');
      // Long enough for a thread to start.
      const answerMs = misbehaves === 'never-ends' ? 3000 : 20_000;
      writeFileSync(marker, '');
      const host = create(MODULE, { misbehaves, while: marker }, answerMs);
      expect(await host.hand(ENTRY)).to.equal(problem);
      rmSync(marker);
      let result = await host.hand(ENTRY);
      while (result !== undefined) result = await host.hand(ENTRY);
      expect(readFileSync(file, 'utf8')).to.match(/^(one\n)+$/);
    });
  }

  it('reports a transport that cannot be created', async () => {
    const host = create(MODULE, { constructorThrows: true });
    expect(await host.hand(ENTRY)).to.equal('no such account');
  });

  it('reports a module that is not there, or no transport', async () => {
    expect(await create('no-such-package', {}).hand(ENTRY)).to.match(/Cannot find module/);
    writeFileSync(join(directory, 'none.cjs'), 'module.exports = { log() {} };');
    expect(await create('./none.cjs', {}).hand(ENTRY)).to.match(/exports no class/);
  });

  it('is closed without waiting for a transport that never ends', async () => {
    const host = create(MODULE, { misbehaves: 'never-ends' });
    const handed = host.hand(ENTRY);
    await host.close(20);
    expect(await handed).to.equal('it is closed');
    expect(await host.hand(ENTRY)).to.equal('it is closed');
  });
}).timeout(20_000);
