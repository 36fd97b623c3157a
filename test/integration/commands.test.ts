import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readJsonLines } from '../netconsole/decode-recording.ts';
import { parseCases } from './parse-cases.ts';
import { MAIN } from './running-relay.ts';

const ROOT = join(import.meta.dirname, '../..');

const RECORDINGS = readdirSync(join(ROOT, 'test/captures')).filter((name) =>
  name.endsWith('.jsonl'),
);

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function command(parameters: readonly string[], input = '', cwd = ROOT): Result {
  return spawnSync(process.execPath, [MAIN, ...parameters], {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

describe('netconsole-relay', () => {
  const directory = mkdtempSync(join(tmpdir(), 'commands-'));
  after(() => rmSync(directory, { recursive: true }));

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(command(['--version'])).to.include({ status: 0, stdout: `${version}\n` });
  });

  const COMMANDS = [
    'run',
    'check',
    'parse',
    'send',
    'replay',
    'record',
    'setup',
    'doctor',
    'console',
  ];
  for (const name of COMMANDS) {
    it(`explains ${name}`, () => {
      const { status, stdout } = command([name, '--help']);
      expect(status).to.equal(0);
      expect(stdout).to.match(new RegExp(`^Usage: netconsole-relay ${name} `));
    });
  }

  for (const parameters of [
    [],
    ['nonsense'],
    ['run', '--nonsense'],
    ['run', '--shards', '0'],
    ['run', '--shards', '65'],
    ['run', '--shards', '0x10'],
    ['replay', 'x'],
    ['parse', '--now', 'soon'],
    ['parse', '--now', '+012026-01-01T00:00:00Z'],
    ['parse', '--zone', 'Nowhere/Else'],
    ['parse', 'absent.jsonl'],
    ['setup'],
    ['setup', '--target', '192.0.2.1', '--for', 'nonsense'],
    ['setup', '--apply', '--target', '192.0.2.1'],
    ['doctor', '--wait', 'long'],
    ['console'],
  ]) {
    it(`answers wrong use with 100: ${parameters.join(' ')}`, () => {
      const { status, stdout, stderr } = command(parameters);
      expect({ status, stdout }).to.deep.equal({ status: 100, stdout: '' });
      expect(stderr).to.match(/\S/);
    });
  }

  describe('parse', () => {
    it('decodes the files that it can read, and names the others', () => {
      const file = join(directory, 'one.log');
      writeFileSync(file, 'one\n');
      const { status, stdout, stderr } = command(['parse', 'absent', file, directory]);
      expect({ status, stderr }).to.deep.equal({
        status: 100,
        stderr: `Cannot read absent: ENOENT (no such file or directory); correct the name\nCannot read ${directory}: EISDIR (it is a directory); name a file\n`,
      });
      expect(stdout).to.match(/^\{.*"message":"one"\}\n$/);
    });

    it('takes lines for datagrams, newline included', () => {
      const { stdout, stderr } = command(
        ['parse'],
        '6,339,1000000,-;NET: Registered\n[    1.000000] usb\n',
      );
      expect(stderr).to.equal('');
      expect(
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).to.deep.equal([
        {
          receivedAt: '1970-01-01T00:00:00.000000Z',
          source: { address: '192.0.2.1', port: 6665, transport: 'udp', listener: 'netconsole' },
          format: 'netconsole-extended',
          hostname: '192.0.2.1',
          facility: 0,
          severity: 6,
          appName: 'kernel',
          message: 'NET: Registered',
          kernel: { sequence: 339, uptimeUs: 1000000, flag: '-' },
        },
        {
          receivedAt: '1970-01-01T00:00:00.000000Z',
          source: { address: '192.0.2.1', port: 6665, transport: 'udp', listener: 'netconsole' },
          format: 'netconsole-basic',
          hostname: '192.0.2.1',
          facility: 0,
          appName: 'kernel',
          message: 'usb',
          kernel: { uptimeUs: 1000000 },
        },
      ]);
    });

    it('counts receivedAt from --now', () => {
      const input =
        '{"t":1.5,"src":"[2001:db8::1]:99","dst_port":514,"payload":"<13>Oct 11 22:14:15 h p: m"}\n';
      const { stdout } = command(
        ['parse', '--now', '2026-11-20T14:40:00Z', '--zone', '+01:00'],
        input,
      );
      expect(JSON.parse(stdout)).to.deep.equal({
        receivedAt: '2026-11-20T14:40:01.500000Z',
        source: { address: '2001:db8::1', port: 99, transport: 'udp', listener: 'syslog' },
        format: 'rfc3164',
        hostname: 'h',
        facility: 1,
        severity: 5,
        timestamp: '2026-10-11T22:14:15+01:00',
        appName: 'p',
        message: 'm',
      });
    });

    it('names lines that are no recorded datagram, decodes the others, and ends with 100', () => {
      const { status, stdout, stderr } = command(
        ['parse', '--input', 'jsonl'],
        '{"payload":"a\\n"}\nnonsense\n{"payload":"b\\n"}\n',
      );
      expect(status).to.equal(100);
      expect(stderr).to.match(/^standard input:2: /);
      expect(stdout.split('\n')).to.have.length(3);
    });

    it('shows no time beyond the year 9999', () => {
      const input = '{"t":253402214400,"payload":"a\\n"}\n{"t":253402300800,"payload":"b\\n"}\n';
      const { status, stdout, stderr } = command(['parse', '--now', '2026-11-20T14:40:00Z'], input);
      expect(status).to.equal(100);
      expect(JSON.parse(stdout)).to.include({ receivedAt: '9999-12-31T00:00:00.000000Z' });
      expect(stderr).to.match(/^standard input:2: t is 253402300800; expected seconds/);
    });

    it('takes the format from a configuration that is given, unless told one', () => {
      const file = join(directory, 'format.yaml');
      writeFileSync(
        file,
        'sources: { net: { type: udp, listen: "0.0.0.0:514", format: syslog } }\ndestinations: { screen: { type: stdout, format: json } }\n',
      );
      const input = '{"dst_port":514,"payload":"6,339,5140900,-;x\\n"}\n';
      const formatOf = (...options: string[]): string =>
        (
          JSON.parse(command(['parse', '--config', file, ...options], input).stdout) as {
            format: string;
          }
        ).format;
      expect(formatOf()).to.equal('rfc3164');
      expect(formatOf('--format', 'auto')).to.equal('netconsole-extended');
    });

    it('takes names from a configuration that is given', () => {
      const file = join(directory, 'names.yaml');
      writeFileSync(
        file,
        'sources: { kernel: { type: udp, listen: "0.0.0.0:6666" } }\nhosts: { names: { 192.0.2.1: web1 } }\ndestinations: { screen: { type: stdout, format: json } }\n',
      );
      const { stdout } = command(['parse', '--config', file], '[    1.000000] usb\n');
      expect(JSON.parse(stdout))
        .to.include({ hostname: 'web1' })
        .and.to.have.nested.property('source.listener', 'kernel');
    });

    describe('all recordings', () => {
      let byRecording: ReturnType<typeof parseCases> = [];
      before(() => {
        byRecording = parseCases(
          RECORDINGS.map((name) => readJsonLines(join(ROOT, 'test/captures', name))),
        );
      });

      for (const [index, recording] of RECORDINGS.entries()) {
        it(`decodes ${recording}: an event for each datagram that is no continuation, none unparsed`, () => {
          const events = byRecording[index] ?? [];
          expect(events.filter(({ format }) => format === 'unparsed')).to.deep.equal([]);
          expect(events.length).to.be.at.least(wholeDatagrams(recording));
        });
      }
    });
  });
});

/** Datagrams of a recording that open a record: neither a later fragment, nor the rest of a cut one, nor heard before. */
function wholeDatagrams(recording: string): number {
  const seen = new Set<string>();
  const cut = new Set<string>();
  let count = 0;
  for (const line of readFileSync(join(ROOT, 'test/captures', recording), 'utf8')
    .trimEnd()
    .split('\n')) {
    const { src, b64 } = JSON.parse(line) as { src: string; b64: string };
    const bytes = Buffer.from(b64, 'base64');
    const text = bytes.toString('latin1');
    const isRest = cut.delete(src) && !/^\[ *\d+\.\d{6}\]/.test(text);
    const isExtended = /^([^,;\s]{1,64},)?\d{1,4},\d+,\d+,[-c+]/.test(text);
    if (bytes.length === 1000 && !text.endsWith('\n') && !isExtended) cut.add(src);
    const isLaterFragment = isExtended && /^[^;]*,ncfrag=[1-9]\d*\//.test(text);
    const isRepeated = isExtended && seen.has(`${src} ${text}`);
    seen.add(`${src} ${text}`);
    if (!isRest && !isLaterFragment && !isRepeated) count++;
  }
  return count;
}
