import type { PeerCertificate, TLSSocket } from 'node:tls';

/** Why our certificate was refused, by the alert that the peer sent (RFC 8446 section 6.2). */
const ALERTS: readonly (readonly [RegExp, string])[] = [
  [
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/,
    'the peer requires a certificate from us; set tls.cert and tls.key',
  ],
  [
    /UNKNOWN_CA/,
    'the peer does not know the authority of our certificate; use a certificate of an authority that it trusts',
  ],
  [/CERTIFICATE_EXPIRED/, 'our certificate has expired; renew tls.cert'],
  [/CERTIFICATE_REVOKED/, 'our certificate is revoked; renew tls.cert'],
  [
    /(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED/,
    'the peer refuses our certificate; see its log',
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|INSUFFICIENT_SECURITY/,
    'the peer offers no version of TLS that is allowed here; see tls.minVersion',
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|NO_PROTOCOL/,
    'the peer does not speak TLS; use tcp:// or the port of its TLS source',
  ],
];

/** The cause of a TLS error with its fix; undefined if it is not one of TLS. */
export function tlsErrorCause(code: string): string | undefined {
  if (!code.startsWith('ERR_SSL_') && code !== 'EPROTO') return undefined;
  return ALERTS.find(([pattern]) => pattern.test(code))?.[1] ?? `${code}; see the log of the peer`;
}

/** Why the peer's certificate is not accepted; undefined if it is. For a socket that does not check it itself. */
export function certificateProblem(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined;
  const certificate = socket.getPeerCertificate(true);
  const code = String(socket.authorizationError);
  if (code === 'CERT_HAS_EXPIRED') {
    return `the peer’s certificate expired on ${certificate.valid_to}; renew it`;
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return `the peer’s certificate is valid from ${certificate.valid_from}; correct the clock`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the peer’s certificate is for ${namesOf(certificate)}; set tls.serverName to one of these names, or correct \`to\``;
  }
  return `the peer’s certificate is signed by ${issuerOf(certificate)}, which is not a known authority (${code}); set tls.ca to its certificate`;
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  return subjectaltname ?? `CN:${String(subject?.CN)}`;
}

function issuerOf({ issuer }: PeerCertificate): string {
  const { CN, O } = issuer ?? {};
  return `"${[CN, O].filter((part) => part !== undefined).join(', ')}"`;
}
