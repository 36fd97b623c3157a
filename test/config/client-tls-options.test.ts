import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientTlsConfig } from '../../lib/config/client-tls-config.ts';
import { readTlsOptions } from '../../lib/config/client-tls-options.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';

const NOTHING: ClientTlsConfig = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  serverName: undefined,
  minVersion: 'TLSv1.2',
};

describe('TLS options', () => {
  const directory = temporaryDirectory();

  it('contain only what is configured', () => {
    expect(readTlsOptions(NOTHING)).to.deep.equal({ minVersion: 'TLSv1.2' });
    expect(readTlsOptions({ ...NOTHING, serverName: 'loghost' })).to.deep.equal({
      minVersion: 'TLSv1.2',
      servername: 'loghost',
    });
  });

  it('name a file that cannot be read', () => {
    const ca = join(directory(), 'ca.pem');
    expect(() => readTlsOptions({ ...NOTHING, ca })).to.throw(
      `\`tls.ca\`: cannot read ${ca}: ENOENT (no such file or directory); correct the path or its permissions`,
    );
  });

  it('name the files that cannot be used', () => {
    const cert = join(directory(), 'cert.pem');
    writeFileSync(cert, 'no certificate\n');
    const files = new RegExp(
      `^\`tls\`: cannot use ${cert}: .*; write PEM files that belong together$`,
    );
    expect(() => readTlsOptions({ ...NOTHING, cert })).to.throw(files);
  });
});
