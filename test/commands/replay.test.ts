import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { replay, type ReplayOptions } from '../../lib/commands/replay.ts';
import { Output, openUdpReceiver, type UdpReceiver } from './udp-receiver.ts';

describe('replay', () => {
  let receiver: UdpReceiver;
  let directory: string;
  let stderr: Output;
  let slept: number;

  beforeEach(async () => {
    receiver = await openUdpReceiver();
    directory = mkdtempSync(join(tmpdir(), 'replay-'));
    stderr = new Output();
    slept = 0;
  });
  afterEach(() => {
    receiver.close();
    rmSync(directory, { recursive: true });
  });

  function recording(...lines: readonly string[]): string {
    const file = join(directory, 'recording.jsonl');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return file;
  }

  function run(options: Partial<ReplayOptions> & { readonly file: string }): Promise<number> {
    const defaults = { to: receiver.to, speed: undefined, repeat: undefined, fromSources: false };
    const time = {
      now: () => slept,
      sleep: async (milliseconds: number) => {
        slept += milliseconds;
      },
    };
    return replay({ ...defaults, ...options }, { stderr, ...time });
  }

  it('sends a recording in its own time, in order', async () => {
    const file = recording('{"t":1,"payload":"a\\n"}', '{"t":3,"b64":"Yg=="}');
    const code = await run({ file });
    const texts = (await receiver.take(2)).map(({ text }) => text);
    expect({ code, texts, slept, stderr: stderr.text }).to.deep.equal({
      code: 0,
      texts: ['a\n', 'b'],
      slept: 2000,
      stderr: `sent 2 datagrams to ${receiver.to}\n`,
    });
  });

  it('sends it again, and faster', async () => {
    const file = recording('{"t":1,"payload":"a"}', '{"t":3,"payload":"b"}');
    const code = await run({ file, speed: '4', repeat: '3' });
    const texts = (await receiver.take(6)).map(({ text }) => text);
    expect({ code, texts, slept }).to.deep.equal({
      code: 0,
      texts: ['a', 'b', 'a', 'b', 'a', 'b'],
      slept: 1500,
    });
  });

  it('sends more than one window at top speed, in order', async () => {
    const numbers = Array.from({ length: 200 }, (_, number) => String(number));
    const file = recording(...numbers.map((text, t) => JSON.stringify({ t, payload: text })));
    const code = await run({ file, speed: 'max' });
    const texts = (await receiver.take(200)).map(({ text }) => text);
    expect({ code, texts, slept }).to.deep.equal({ code: 0, texts: numbers, slept: 0 });
  });

  it('stands in for recorded senders, with their ports where free', async () => {
    const taken = await openUdpReceiver('127.0.0.2');
    const file = recording(
      `{"src":"192.0.2.7:39141","payload":"a"}`,
      `{"src":"192.0.2.5:${taken.port}","payload":"b"}`,
      `{"src":"192.0.2.7:39142","payload":"c"}`,
      `{"src":"192.0.2.7:39141","payload":"d"}`,
    );
    const code = await run({ file, fromSources: true });
    const received = await receiver.take(4);
    taken.close();
    const substitute = received.find(({ text }) => text === 'b')?.port;
    expect(code).to.equal(0);
    expect(substitute).to.not.equal(taken.port);
    expect(received).to.have.deep.members([
      { text: 'a', address: '127.0.0.1', port: 39141 },
      { text: 'b', address: '127.0.0.2', port: substitute },
      { text: 'c', address: '127.0.0.1', port: 39142 },
      { text: 'd', address: '127.0.0.1', port: 39141 },
    ]);
  });

  it('names lines it cannot read once, sends the others, and returns 100', async () => {
    const file = recording('{"payload":"a"}', 'nonsense', '', '{"payload":"b"}');
    const code = await run({ file, repeat: '2' });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 100,
      stderr: `${file}:2: not a JSON object\nsent 4 datagrams to ${receiver.to}\n`,
    });
  });

  it('writes no control character of a recording to the terminal', async () => {
    const file = recording('{"payload":"x","src":"\u009b2J"}');
    expect(await run({ file })).to.equal(100);
    expect(stderr.text)
      .to.include('src is')
      .and.not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('says that nobody listens, with 111', async () => {
    const closed = await openUdpReceiver();
    closed.close();
    const code = await run({ file: recording('{"payload":"a"}'), to: closed.to });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 111,
      stderr: `Cannot send to ${closed.to}: ECONNREFUSED (connection refused); nothing is listening there: start the relay, or name another port; 1 datagram sent, 1 of them refused\n`,
    });
  });

  it('stops early when nobody listens', async () => {
    const closed = await openUdpReceiver();
    closed.close();
    const lines = Array.from({ length: 10_000 }, (_, t) => JSON.stringify({ t, payload: 'a' }));
    const code = await run({ file: recording(...lines), to: closed.to, speed: 'max' });
    const sent = Number(/(\d+) datagrams sent/.exec(stderr.text)?.[1]);
    expect(code).to.equal(111);
    expect(sent).to.be.lessThan(200);
  });

  it('names a file that is not a recording once', async () => {
    const file = recording(...Array.from({ length: 500 }, (_, line) => `text ${line}`));
    const code = await run({ file });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 100,
      stderr: `Cannot read ${file} as a recording: line 1: not a JSON object; name a file made by \`record\`, with one JSON object per line\n`,
    });
  });

  it('names 20 bad lines of a recording and counts the others', async () => {
    const file = recording('{"payload":"a"}', ...Array.from({ length: 50 }, () => 'x'));
    expect(await run({ file })).to.equal(100);
    const lines = stderr.text.trimEnd().split('\n');
    expect(lines.slice(0, 20)).to.deep.equal(
      Array.from({ length: 20 }, (_, index) => `${file}:${index + 2}: not a JSON object`),
    );
    expect(lines.slice(20)).to.deep.equal([
      `${file}: 30 more lines are not recorded datagrams`,
      `sent 1 datagram to ${receiver.to}`,
    ]);
  });

  it('prints a plain line every ten seconds where there is no terminal', async () => {
    const datagrams = Array.from({ length: 26 }, (_, t) => JSON.stringify({ t, payload: 'a' }));
    expect(await run({ file: recording(...datagrams), repeat: '2' })).to.equal(0);
    const lines = stderr.text.split('\n').map((line) => line.replace(/^sent \d+/, 'sent N'));
    expect(lines).to.deep.equal([
      'sent N datagrams, 10.0 s of the recording, round 1 of 2',
      'sent N datagrams, 20.0 s of the recording, round 1 of 2',
      'sent N datagrams, 5.0 s of the recording, round 2 of 2',
      'sent N datagrams, 15.0 s of the recording, round 2 of 2',
      'sent N datagrams, 25.0 s of the recording, round 2 of 2',
      `sent N datagrams to ${receiver.to}`,
      '',
    ]);
  });

  it('shows on a terminal how far it is', async () => {
    const terminal = Object.assign(new Output(), { isTTY: true });
    const file = recording(
      '{"t":0,"payload":"a"}',
      '{"t":0.1,"payload":"b"}',
      '{"t":9,"payload":"c"}',
    );
    const time = {
      now: () => slept,
      sleep: async (milliseconds: number) => {
        slept += milliseconds;
      },
    };
    const options = { to: receiver.to, speed: '1', repeat: '1', fromSources: false, file };
    expect(await replay(options, { stderr: terminal, ...time })).to.equal(0);
    const shown = terminal.text.split('\r\u001b[K');
    expect(shown.map((line) => line.replace(/^sent \d+/, 'sent N'))).to.deep.equal([
      '',
      'sent N datagrams, 0.0 s of the recording',
      'sent N datagrams, 9.0 s of the recording',
      `sent N datagrams to ${receiver.to}\n`,
    ]);
  });

  it('calls a file that does not exist wrong use', async () => {
    const code = await run({ file: join(directory, 'none') });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 100,
      stderr: `Cannot read ${directory}/none: ENOENT (no such file or directory); correct the name\n`,
    });
  });

  it('calls a directory wrong use', async () => {
    const code = await run({ file: directory });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 100,
      stderr: `Cannot read ${directory}: EISDIR (it is a directory); name a file\n`,
    });
  });

  for (const [options, problem] of [
    [{ speed: '0' }, '--speed is "0"; expected a number above 0, or max'],
    [{ speed: 'fast' }, '--speed is "fast"; expected a number above 0, or max'],
    [{ repeat: '1.5' }, '--repeat is "1.5"; expected a whole number above 0'],
    [
      { to: '[::1]:6666', fromSources: true },
      'Cannot send to [::1]:6666 from 127.0.0.x: it is an IPv6 address; name an IPv4 address, or leave --from-sources out',
    ],
  ] as const) {
    it(`calls ${JSON.stringify(options)} wrong use`, async () => {
      const code = await run({ file: recording('{"payload":"a"}'), ...options });
      expect({ code, stderr: stderr.text }).to.deep.equal({ code: 100, stderr: `${problem}\n` });
    });
  }
});
