import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { SyslogDestinationConfig, SyslogTarget } from '../../config/destination-config.ts';
import { printSyslogTarget } from '../../config/syslog-target.ts';
import { setTcpUserTimeout } from '../../system/stream-progress.ts';
import type { SystemCalls } from '../../system/system-calls.ts';
import { readTlsOptions } from '../../config/client-tls-options.ts';
import { ClockGauge, descriptorOf, TcpGauge, UnixGauge, type PeerGauge } from './peer-gauge.ts';
import { StreamLink } from './stream-link.ts';
import { certificateProblem, tlsErrorCause } from './tls-problem.ts';
import { errorText } from '../../system/error-text.ts';

export type LinkConfig = Pick<
  SyslogDestinationConfig,
  'tls' | 'connectTimeoutMs' | 'timeoutMs' | 'keepAliveMs' | 'queueBytes'
>;

export interface LinkContext {
  readonly config: LinkConfig;
  /** Undefined where there are none. */
  readonly calls: SystemCalls | undefined;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/** Of the queue, for messages that a peer with a large receive buffer may not have read. */
const RETAINED_SHARE = 1 / 4;
/** A TLS 1.3 server that refuses our certificate reports it within this time after the handshake. */
const REFUSAL_MS = 1000;

/** Opens a connection. Resolves with the problem if that fails, also if the peer refuses our certificate. */
export async function openStreamLink(
  target: SyslogTarget,
  context: LinkContext,
): Promise<StreamLink | string> {
  const { config, calls } = context;
  const deadline = AbortSignal.timeout(config.connectTimeoutMs);
  const signal = AbortSignal.any([context.signal, deadline]);
  const raw = openSocket(target, config);
  try {
    await once(raw, 'connect', { signal });
    const gauge = gaugeOf(target, raw, config, calls);
    const socket =
      target.transport === 'tls' ? await secure(raw, target.host, { ...context, signal }) : raw;
    return new StreamLink(target, socket, gauge);
  } catch (error) {
    raw.destroy();
    const cause = deadline.aborted ? timeoutCause(target, config) : causeOf(error);
    return `Cannot connect to ${printSyslogTarget(target)}: ${cause}`;
  }
}

function openSocket(target: SyslogTarget, { keepAliveMs }: LinkConfig): Socket {
  const raw =
    'path' in target
      ? connect({ path: target.path, allowHalfOpen: true })
      : connect({ host: target.host, port: target.port, allowHalfOpen: true, noDelay: true });
  if (!('path' in target) && keepAliveMs > 0) raw.setKeepAlive(true, keepAliveMs);
  // Errors are taken by whoever waits for the socket; one that comes between two waits must not end the process.
  raw.on('error', () => undefined);
  return raw;
}

function gaugeOf(
  target: SyslogTarget,
  raw: Socket,
  { timeoutMs, queueBytes }: LinkConfig,
  calls: SystemCalls | undefined,
): PeerGauge {
  if (calls === undefined) return new ClockGauge();
  if ('path' in target) return new UnixGauge(calls, raw);
  setTcpUserTimeout(calls, descriptorOf(raw), timeoutMs);
  const gauge = new TcpGauge(calls, raw, queueBytes * RETAINED_SHARE);
  return gauge.works ? gauge : new ClockGauge();
}

/** The peer's certificate is checked here and not by Node.js, whose errors do not contain the certificate. */
async function secure(
  raw: Socket,
  host: string,
  { config, signal }: LinkContext,
): Promise<TLSSocket> {
  const { serverName } = config.tls;
  const name = serverName ?? host;
  const socket = connectTls({
    ...readTlsOptions({ ...config.tls, serverName: isIP(name) === 0 ? name : undefined }),
    socket: raw,
    host: name,
    rejectUnauthorized: false,
  });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect', { signal });
  const problem = certificateProblem(socket);
  if (problem !== undefined) throw new Error(problem);
  if (socket.getProtocol() === 'TLSv1.3') await refusalPassed(socket);
  return socket;
}

/**
 * In TLS 1.3 the handshake is over for us before the peer has seen our certificate. Resolves with its first session ticket, or after
 * a second; rejects if it refuses.
 */
function refusalPassed(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void =>
      reject(new Error('closed by the peer after the handshake; see its log'));
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      socket.off('session', pass).off('error', fail).off('end', stop).off('close', stop);
      finish();
    };
    const pass = (): void => settle(resolve);
    const fail = (error: Error): void => settle(() => reject(error));
    const stop = (): void => settle(end);
    const timer = setTimeout(pass, REFUSAL_MS);
    socket.once('session', pass).once('error', fail).once('end', stop).once('close', stop);
    socket.resume();
  });
}

function timeoutCause({ transport }: SyslogTarget, { connectTimeoutMs }: LinkConfig): string {
  const hint =
    transport === 'tls' ? 'check that it is the port of a TLS source' : 'check firewalls';
  return `no answer within ${connectTimeoutMs} ms; ${hint}`;
}

const FIXES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'start the peer, or correct the port',
  ENOENT: 'start the peer, or correct the path',
  EACCES: 'grant write permission on the socket',
  ENOTFOUND: 'correct the host name',
  EAI_AGAIN: 'check name resolution',
  ECONNRESET: 'see the log of the peer',
};

function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const cause = code === undefined ? message : (tlsErrorCause(code) ?? errorText(code));
  return cause.includes(';') ? cause : `${cause}; ${FIXES[code ?? ''] ?? 'check the network'}`;
}
