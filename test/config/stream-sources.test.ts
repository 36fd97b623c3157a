import { expect } from 'chai';
import { printConfig } from '../../lib/config/print-config.ts';
import { load, problems } from './load-text.ts';

const SOURCES = `sources:
  udp: { type: udp, listen: "[::]:514" }
  tcp: { type: tcp, listen: "[::]:514", allow: [192.0.2.0/24], rateLimit: { perSource: 10/s }, keepHostname: [192.0.2.1] }
  plain: { type: tcp }
  tls: { type: tls, tls: { cert: /c, key: /k, ca: /ca, clientCertificates: required, minVersion: TLSv1.3 } }
  dgram: { type: unix-dgram, path: /dev/log, mode: "0622", owner: root, group: adm, keepHostname: true }
  stream: { type: unix-stream, path: /run/log, framing: newline, maxMessage: 8KiB, maxConnections: 7, idleTimeout: 1m }
  stdin: { type: stdin, framing: octet-counting, maxMessage: 512B, zone: "+01:00" }
destinations: { out: { type: stdout } }
`;

describe('stream and socket sources in the configuration', () => {
  it('have the ports of their protocols, and the documented limits, by default', () => {
    const [, , plain, tls] = load(SOURCES).sources;
    expect(plain).to.include({
      framing: 'auto',
      maxFrameBytes: 65_536,
      maxConnections: 1000,
      idleTimeoutMs: 0,
      keepHostname: false,
    });
    expect(plain).to.deep.include({ listen: { address: '::', port: 601 } });
    expect(tls).to.deep.include({ listen: { address: '::', port: 6514 } });
  });

  it('may share a port between UDP and TCP', () => {
    expect(load(SOURCES).sources).to.have.length(7);
  });

  it('are printed as they load again', () => {
    const config = load(SOURCES);
    expect(load(printConfig(config))).to.deep.equal(config);
  });

  const wrong: readonly [sources: string, problem: RegExp][] = [
    ['a: { type: tls }', /`sources\.a\.tls` is missing/],
    ['a: { type: unix-dgram, path: log }', /"log" is not an absolute path; write an absolute path/],
    [
      `a: { type: unix-stream, path: /${'x'.repeat(107)} }`,
      /is too long for a socket; write a path of at most 107 bytes/,
    ],
    [
      'a: { type: unix-stream, path: /run/log, allow: [192.0.2.1] }',
      /unknown key `sources\.a\.allow`/,
    ],
    ['a: { type: tcp, maxMessage: 1MiB }', /"1MiB" is out of range; write 512B to 64KiB/],
    ['a: { type: tcp, framing: lines }', /write one of auto, octet-counting, newline/],
    [
      'a: { type: tcp, listen: "[::]:514" }, b: { type: tls, listen: "[::]:514", tls: { cert: /c, key: /k } }',
      /`sources\.b\.listen`: the source "a" listens there already; choose another address or port/,
    ],
    [
      'a: { type: unix-dgram, path: /log }, b: { type: unix-stream, path: /log }',
      /`sources\.b\.path`: the source "a" listens there already; choose another path, or remove one/,
    ],
    [
      'a: { type: stdin }, b: { type: stdin }',
      /`sources\.b\.type`: the source "a" reads it already; choose another type, or remove one/,
    ],
  ];

  for (const [sources, problem] of wrong) {
    it(`are refused: ${sources.slice(0, 60)}`, () => {
      const found = problems(`sources: { ${sources} }\ndestinations: { out: { type: stdout } }\n`);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });
  }
});
