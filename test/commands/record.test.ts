import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { record } from '../../lib/commands/record.ts';
import { parseRecordingLine } from '../../lib/recording/recording.ts';
import { Output, openUdpReceiver } from './udp-receiver.ts';

/** Records `datagrams` sent from 127.0.0.1; returns the exit code, what was said, and who sent to whom. */
async function recordThem(
  file: string,
  listen: string,
  datagrams: readonly Buffer[],
): Promise<{ code: number; stderr: string; from: number; port: number }> {
  const stop = new AbortController();
  const stderr = new Output();
  const ready = new Promise<number>((resolve) => {
    stderr.write = (text) => {
      stderr.text += text;
      resolve(Number(/ready: recording \S+:(\d+) to /.exec(text)?.[1]));
    };
  });
  const ended = record({ listen, file }, { stderr }, stop.signal);
  const port = await ready;
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (const bytes of datagrams) {
    await new Promise((resolve) => {
      socket.send(bytes, resolve);
    });
  }
  const from = socket.address().port;
  socket.close();
  stop.abort();
  return { code: await ended, stderr: stderr.text, from, port };
}

describe('record', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'record-'));
    file = join(directory, 'recording.jsonl');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  for (const [listen, shown] of [
    ['127.0.0.1:0', '127.0.0.1'],
    ['[::]:0', '[::]'],
  ] as const) {
    it(`stores what arrives at ${listen}`, async () => {
      const sent = [Buffer.from('text\n'), Buffer.from([0, 255]), Buffer.alloc(0)];
      const { code, stderr, from, port } = await recordThem(file, listen, sent);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n').map(parseRecordingLine);
      const times = lines.map((line) => ('problem' in line ? Number.NaN : (line.t ?? Number.NaN)));
      expect({ code, stderr }).to.deep.equal({
        code: 0,
        stderr: `ready: recording ${shown}:${port} to ${file}\nrecorded 3 datagrams to ${file}\n`,
      });
      expect(times.every((t, index) => t >= (times[index - 1] ?? 0) && t < 60)).to.equal(true);
      expect(lines).to.deep.equal(
        sent.map((bytes, index) => ({
          t: times[index],
          source: { address: '127.0.0.1', port: from },
          dstPort: port,
          bytes,
        })),
      );
    });
  }

  it('appends', async () => {
    await recordThem(file, '127.0.0.1:0', [Buffer.from('a')]);
    await recordThem(file, '127.0.0.1:0', [Buffer.from('b')]);
    expect(readFileSync(file, 'utf8')).to.match(/^\{.*"payload":"a"\}\n\{.*"payload":"b"\}\n$/);
  });

  it('says that a port is taken, with 111', async () => {
    const other = await openUdpReceiver();
    const stderr = new Output();
    const code = await record({ listen: other.to, file }, { stderr }, AbortSignal.abort());
    other.close();
    expect(code).to.equal(111);
    expect(stderr.text).to.match(
      new RegExp(
        `^Cannot bind UDP socket to ${other.to}: EADDRINUSE \\(address already in use\\); process ${process.pid} \\(.*\\) has it: stop it, or choose another port with --listen\\n$`,
      ),
    );
  });

  it('calls a directory that does not exist wrong use', async () => {
    const stderr = new Output();
    const nowhere = join(directory, 'none', 'recording.jsonl');
    const options = { listen: '127.0.0.1:0', file: nowhere };
    const code = await record(options, { stderr }, AbortSignal.abort());
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 100,
      stderr: `Cannot write ${nowhere}: ENOENT (no such file or directory); create the directory ${join(directory, 'none')}, or name another file\n`,
    });
  });

  it('ends with 111 when the disk refuses', async () => {
    const { code, stderr } = await recordThem('/dev/full', '127.0.0.1:0', [Buffer.from('a')]);
    expect(code).to.equal(111);
    expect(stderr).to.include(
      'Cannot record 127.0.0.1:0 to /dev/full: ENOSPC (no space left); free space there\n',
    );
  });
});
