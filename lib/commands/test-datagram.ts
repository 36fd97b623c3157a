export type TestFormat = 'netconsole' | 'extended' | 'rfc3164' | 'rfc5424';

/** When and by whom a test datagram is sent. */
export interface TestOrigin {
  /** Microseconds since boot. */
  readonly uptimeUs: bigint;
  readonly now: Date;
  readonly hostname: string;
  readonly pid: number;
}

/**
 * A datagram as the kernel, or logger(1), would send it:
 *
 *   netconsole  [seconds.microseconds] text\n    prefix and newline for each line of the text
 *   extended    6,sequence,microseconds,-;text\n    kern.info; the sequence number is the milliseconds since boot
 *   rfc3164     <13>Mmm dd hh:mm:ss host netconsole-relay[pid]: text    user.notice, local time
 *   rfc5424     <13>1 time host netconsole-relay pid - - text
 *
 * Sources: Linux printk (print_time, Documentation/ABI/testing/dev-kmsg); RFC 3164 section 4; RFC 5424 section 6.
 */
export function encodeTestDatagram(format: TestFormat, text: string, origin: TestOrigin): Buffer {
  const { uptimeUs, now, hostname, pid } = origin;
  switch (format) {
    case 'netconsole': {
      const prefix = kernelTime(uptimeUs);
      const lines = text.split('\n').map((line) => `${prefix}${line}\n`);
      return Buffer.from(lines.join(''));
    }
    case 'extended':
      return Buffer.from(`6,${uptimeUs / 1000n},${uptimeUs},-;${escapeKernelText(text)}\n`);
    case 'rfc3164':
      return Buffer.from(`<13>${bsdTime(now)} ${hostname} netconsole-relay[${pid}]: ${text}`);
    case 'rfc5424':
      return Buffer.from(
        `<13>1 ${now.toISOString()} ${hostname} netconsole-relay ${pid} - - ${text}`,
      );
    default:
      return format satisfies never;
  }
}

/** `[%5lu.%06lu] `. */
function kernelTime(uptimeUs: bigint): string {
  const seconds = String(uptimeUs / 1_000_000n).padStart(5);
  return `[${seconds}.${String(uptimeUs % 1_000_000n).padStart(6, '0')}] `;
}

/** Bytes below 0x20, from 0x7f on, and the backslash become `\xNN`. */
function escapeKernelText(text: string): string {
  let escaped = '';
  for (const byte of Buffer.from(text)) {
    escaped +=
      byte < 0x20 || byte >= 0x7f || byte === 0x5c
        ? `\\x${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte);
  }
  return escaped;
}

/** `Nov  5 07:08:09`, out of `Thu Nov 05 2026 07:08:09 GMT+0000`. */
function bsdTime(now: Date): string {
  const text = now.toString();
  return `${text.slice(4, 7)} ${String(now.getDate()).padStart(2)} ${text.slice(16, 24)}`;
}
