import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { ServerTlsConfig } from '../../config/source-config.ts';
import { errorTextOf } from '../../system/error-text.ts';

/** Why a handshake failed, by the code of the error. */
const HANDSHAKE: readonly (readonly [RegExp, string])[] = [
  [
    /HTTP_REQUEST|WRONG_VERSION_NUMBER|PACKET_LENGTH/,
    'the client does not speak TLS; use a tcp source',
  ],
  [
    /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED))/,
    'the client refuses our certificate; give it the authority of tls.cert, or renew that',
  ],
  [
    /UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|VERSION_TOO_LOW/,
    'the client offers no version of TLS that is allowed here; see tls.minVersion',
  ],
  [/NO_SHARED_CIPHER|HANDSHAKE_FAILURE/, 'the client and the relay have no cipher in common'],
  [/HANDSHAKE_TIMEOUT/, 'the client did not finish the handshake within 10 s'],
  [
    /ECONNRESET|EPIPE/,
    'the client ended the connection during the handshake; it may refuse our certificate, see its log',
  ],
];

/** The cause of a failed handshake, with its fix. */
export function handshakeProblem(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  const known = HANDSHAKE.find(([pattern]) => pattern.test(code))?.[1];
  return known === undefined ? errorTextOf(error) : `${known} (${code})`;
}

/** Why a client that has finished its handshake is not accepted, with its subject; undefined if it is. */
export function clientProblem(
  socket: TLSSocket,
  wanted: ServerTlsConfig['clientCertificates'],
): string | undefined {
  if (wanted === 'none' || socket.authorized) return undefined;
  const certificate = socket.getPeerCertificate();
  // Without a certificate it is an empty object.
  if (certificate === null || certificate.subject === undefined) {
    if (wanted === 'optional') return undefined;
    return 'the client sent no certificate; give it one that tls.ca signed, or set clientCertificates: optional';
  }
  const code = String(socket.authorizationError);
  const of = `the certificate of the client, ${subjectOf(certificate)},`;
  if (code === 'CERT_HAS_EXPIRED') return `${of} expired on ${certificate.valid_to}; renew it`;
  if (code === 'CERT_NOT_YET_VALID') {
    return `${of} is valid from ${certificate.valid_from}; correct the clock`;
  }
  return `${of} is not signed by an authority in tls.ca (${code}); use one that is, or add its authority`;
}

/** `CN=web1, O=Example`, printable. */
function subjectOf({ subject }: PeerCertificate): string {
  const parts = Object.entries(subject ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return JSON.stringify(parts.join(', ')).slice(1, -1);
}
