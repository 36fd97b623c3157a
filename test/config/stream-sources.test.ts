import { expect } from 'chai';
import { printConfig } from '../../lib/config/print-config.ts';
import { load } from './load-text.ts';

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
});
