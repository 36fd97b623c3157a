import { expect } from 'chai';
import { assert, oneof, property, string, uint8Array } from 'fast-check';
import { ByteWriter } from '../../lib/event/byte-writer.ts';
import type { EventView } from '../../lib/event/event-view.ts';
import { BASIC } from '../../lib/event/format.ts';
import { compilePath } from '../../lib/template/path-template.ts';
import type { CompiledPath } from '../../lib/template/path-template.ts';
import { writeSafeSegment } from '../../lib/template/safe-segment.ts';
import { sampleSender, sampleView, toBytes } from '../event/sample-view.ts';

function path(text: string): CompiledPath {
  const result = compilePath(text, { zone: '+00:00', loghost: 'relay' });
  if (Array.isArray(result)) throw new Error(result.map(({ message }) => message).join(', '));
  return result;
}

function renderedPath(compiled: CompiledPath, view: EventView): string {
  const out = new ByteWriter(1);
  compiled.render(view, out);
  return out.bytes.toString('latin1', 0, out.at);
}

function fromHost(hostname: string): EventView {
  const view = sampleView(BASIC, 'x');
  view.host = sampleSender(hostname).host;
  return view;
}

function segment(content: string | Uint8Array): string {
  const bytes = toBytes(content);
  const out = new ByteWriter(1);
  writeSafeSegment(bytes, 0, bytes.length, out);
  return out.bytes.toString('latin1', 0, out.at);
}

describe('writeSafeSegment', () => {
  const cases: [value: string | Uint8Array, expected: string][] = [
    ['web1', 'web1'],
    ['AZaz09._:@+-', 'AZaz09._:@+-'],
    ['2001:db8::1', '2001:db8::1'],
    ['', '_'],
    ['_', '%5F'],
    ['__', '__'],
    ['.', '%2E'],
    ['..', '%2E.'],
    ['../../etc', '%2E.%2F..%2Fetc'],
    ['-rf', '%2Drf'],
    ['a/b c%41', 'a%2Fb%20c%2541'],
    ['ä\n\u0000', '%C3%A4%0A%00'],
    [Uint8Array.of(0xff), '%FF'],
    ['x'.repeat(200), 'x'.repeat(200)],
    // printf 'x%.0s' {1..201} | sha256sum
    ['x'.repeat(201), `${'x'.repeat(183)}%84a0678c90937f5d`],
  ];
  for (const [value, expected] of cases) {
    it(JSON.stringify(value).slice(0, 40), () => {
      expect(segment(value)).to.equal(expected);
    });
  }

  it('never writes a value like another one that was cut', () => {
    for (let i = 0; i < 2000; i++) {
      const long = `${'x'.repeat(183)}${String(i)}${'y'.repeat(100)}`;
      const cut = segment(long);
      expect(cut).to.match(/^x{183}%[0-9a-f]{16}$/);
      const imitation = Buffer.from(
        cut.replace(/%([0-9A-F]{2})/, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      );
      expect(segment(imitation)).not.to.equal(cut);
    }
  });

  it('is a name in its directory, at most 200 bytes, and different for different values', () => {
    const value = oneof(
      uint8Array({ maxLength: 300 }),
      string({ unit: 'binary' }).map(toBytes),
      string({ maxLength: 3 }).map(toBytes),
    );
    assert(
      property(value, value, (one, other) => {
        const written = segment(one);
        expect(written).to.match(/^[A-Za-z0-9_:@+%][A-Za-z0-9._:@+%-]{0,199}$/);
        expect(written === segment(other)).to.equal(Buffer.compare(one, other) === 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('can be read back when it was not cut', () => {
    assert(
      property(uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
        const readBack = segment(bytes).replaceAll(/%(..)/g, (_, hex: string) =>
          String.fromCharCode(parseInt(hex, 16)),
        );
        expect(Buffer.from(readBack, 'latin1')).to.deep.equal(Buffer.from(bytes));
      }),
    );
  });
});

describe('compilePath', () => {
  it('makes one segment of each macro', () => {
    const compiled = path('/var/log/$HOST/${PROGRAM:-a/b}-$MSG.log');
    expect(renderedPath(compiled, fromHost('../x'))).to.equal('/var/log/%2E.%2Fx/kernel-x.log');
    expect(renderedPath(path('/log/${PID:-../..}'), fromHost('x'))).to.equal('/log/%2E.%2F..');
  });

  it('makes one segment of a function', () => {
    expect(renderedPath(path('/log/$(lowercase $HOST)/$(hash 1 x)'), fromHost('A/B'))).to.equal(
      '/log/a%2Fb/0',
    );
  });

  const prefixes: [text: string, prefix: string, dependsOnlyOnHost: boolean][] = [
    ['/var/log/$HOST/netconsole.log', '/var/log/', true],
    ['/var/log/host-$HOST.log', '/var/log/', true],
    ['/var/log/$$HOST/$HOST', '/var/log/$HOST/', true],
    ['/var/log/all.log', '/var/log/', true],
    ['./log/$YEAR/x', './log/', false],
    ['$HOST/x', '', true],
    ['../log/$PROGRAM', '../log/', false],
  ];
  for (const [text, prefix, dependsOnlyOnHost] of prefixes) {
    it(`knows what is constant in ${text}`, () => {
      const compiled = path(text);
      expect(compiled.constantPrefix).to.equal(prefix);
      expect(compiled.dependsOnlyOnHost).to.equal(dependsOnlyOnHost);
    });
  }

  const wrong: [text: string, offset: number, message: string][] = [
    ['', 0, 'the path is empty; name a file'],
    ['/log/$HOST/', 10, 'the path is a directory; add the name of a file'],
    ['/log/\u0000', 5, 'the path holds a control character; remove it'],
    ['/log/$HOST/../x', 11, 'the path leaves what a macro chose; write no .. after a macro'],
    ['/log/$HOTS', 5, '$HOTS is not a macro; write $HOST, or another macro of docs/templates.md'],
  ];
  for (const [text, offset, message] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(compilePath(text)).to.deep.equal([{ offset, message }]);
    });
  }

  it('never leaves its prefix, whatever the host', () => {
    const compiled = path('/log/$HOST/x-$HOST/$HOST.log');
    assert(
      property(string({ unit: 'binary' }), (hostname) => {
        const segments = renderedPath(compiled, fromHost(hostname)).split('/');
        expect(segments).to.have.length(5);
        expect(segments.slice(0, 2)).to.deep.equal(['', 'log']);
        for (const part of segments.slice(2)) expect(part).not.to.match(/^\.{0,2}$|[^ -~]/);
      }),
    );
  });
});
