import { isIPv4, isIPv6 } from 'node:net';
import { formatEndpoint } from '../system/socket-address.ts';

/** Times may count from the epoch; years have four digits. */
export const MAX_SECONDS = Date.UTC(9999, 11, 31) / 1000;

/** One recorded datagram: a line of a recording. */
export interface Recorded {
  /** Seconds since the recording began, 0 to MAX_SECONDS; undefined when not recorded. */
  readonly t: number | undefined;
  /** The sender. IPv6 without brackets, with `%scope` where the recording has one. */
  readonly source: RecordedSource | undefined;
  /** The port it was sent to. */
  readonly dstPort: number | undefined;
  readonly bytes: Uint8Array;
}

export interface RecordedSource {
  /** IPv4 or IPv6 in text, as recorded. */
  readonly address: string;
  /** 0 to 65535. */
  readonly port: number;
}

/** Why a line is no recorded datagram, in words for the operator. */
export interface RecordingProblem {
  readonly problem: string;
}

/**
 * Reads one line of a recording, with or without its line end:
 *
 *   {"payload": text} or {"b64": base64}, with optional "t": seconds, "src": "ip:port" or "[ip6]:port", "dst_port": number
 *
 * The text of `payload` stands for its UTF-8 bytes. Other keys are left alone. Never throws.
 */
export function parseRecordingLine(line: string): Recorded | RecordingProblem {
  const record = parseObject(line);
  if (record === undefined) return { problem: 'not a JSON object' };
  const { t, src, dst_port: dstPort } = record;
  const bytes = readBytes(record);
  if ('problem' in bytes) return bytes;
  if (t !== undefined && !isSeconds(t)) {
    return { problem: `t is ${show(t)}; expected seconds, 0 to ${MAX_SECONDS}` };
  }
  if (dstPort !== undefined && !isPort(dstPort)) {
    return { problem: `dst_port is ${show(dstPort)}; expected a port, 0 to 65535` };
  }
  const source = typeof src === 'string' ? parseSource(src) : undefined;
  if (src !== undefined && source === undefined) {
    return { problem: `src is ${show(src)}; expected "ip:port" or "[ip6]:port"` };
  }
  return { t, source, dstPort, bytes };
}

/** The inverse: one line without its line end. Bytes that are UTF-8 text become `payload`, all others `b64`. */
export function formatRecordingLine(recorded: Recorded): string {
  const { t, source, dstPort, bytes } = recorded;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString();
  const isText = Buffer.from(text).equals(buffer);
  return JSON.stringify({
    t,
    src: source && formatEndpoint(source),
    dst_port: dstPort,
    ...(isText ? { payload: text } : { b64: buffer.toString('base64') }),
  });
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function readBytes({ payload, b64 }: Record<string, unknown>): Uint8Array | RecordingProblem {
  if ((payload === undefined) === (b64 === undefined)) {
    return { problem: 'expected one of payload and b64' };
  }
  if (payload !== undefined) {
    if (typeof payload === 'string') return Buffer.from(payload);
    return { problem: `payload is ${show(payload)}; expected text` };
  }
  if (typeof b64 !== 'string') return { problem: `b64 is ${show(b64)}; expected base64 text` };
  const bytes = Buffer.from(b64, 'base64');
  // Buffer skips characters that are not base64, so valid text is recognised by encoding the result again.
  if (bytes.toString('base64') === b64) return bytes;
  return { problem: `b64 is ${show(b64)}; expected base64 text` };
}

function parseSource(text: string): RecordedSource | undefined {
  const colon = text.lastIndexOf(':');
  const digits = text.slice(colon + 1);
  const port = Number(digits);
  if (!/^\d{1,5}$/.test(digits) || !isPort(port)) return undefined;
  const host = text.slice(0, Math.max(colon, 0));
  if (isIPv4(host)) return { address: host, port };
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : '';
  return isIPv6(address) ? { address, port } : undefined;
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_SECONDS;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;
}

/** A short, safe rendering of what was found. */
function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
