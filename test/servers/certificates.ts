import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, as files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** CN, and the DNS name. */
  readonly name: string;
  /** Whether it was valid in 2020 only. */
  readonly isExpired?: boolean;
}

/** An authority of the test's own that signs certificates with openssl. */
export class Authority {
  readonly directory = mkdtempSync(join(tmpdir(), 'certificates-'));
  readonly #own: Certificate;
  #issued = 0;

  constructor(name: string) {
    this.#own = { cert: join(this.directory, 'ca.pem'), key: join(this.directory, 'ca.key') };
    const { cert, key } = this.#own;
    openssl('req', '-x509', ...newKey(key), '-out', cert, '-days', '30', '-subj', `/CN=${name}`);
  }

  /** The file of its certificate. */
  get file(): string {
    return this.#own.cert;
  }

  issue({ name, isExpired = false }: CertificateOptions): Certificate {
    const base = join(this.directory, `${this.#issued++}`);
    const certificate = { cert: `${base}.pem`, key: `${base}.key` };
    const extensions = `${base}.ext`;
    writeFileSync(extensions, `subjectAltName=DNS:${name}\n`);
    openssl('req', ...newKey(certificate.key), '-out', `${base}.csr`, '-subj', `/CN=${name}`);
    const signed = ['-in', `${base}.csr`, '-out', certificate.cert, '-extfile', extensions];
    const signer = ['-CA', this.#own.cert, '-CAkey', this.#own.key, '-CAcreateserial'];
    // A negative number of days ends the validity in the past.
    openssl('x509', '-req', ...signed, ...signer, '-days', isExpired ? '-1' : '30');
    return certificate;
  }
}

function newKey(file: string): string[] {
  return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file];
}

function openssl(...parameters: string[]): void {
  const { status, stderr } = spawnSync('openssl', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${parameters.join(' ')}: ${stderr}`);
}
