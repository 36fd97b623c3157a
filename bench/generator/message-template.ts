import type { WholeFormat } from './job.ts';

/** Parts of a message that change, and their digits. */
export const FIELD_DIGITS = {
  /** The running number. */
  number: 10,
  /** Microseconds of CLOCK_MONOTONIC. */
  time: 14,
  host: 5,
  sequence: 10,
  /** Seconds and microseconds since the pretended boot. */
  seconds: 5,
  micros: 6,
} as const;
export type Field = keyof typeof FIELD_DIGITS;

/** A message whose fields stand at fixed places, as zeros. */
export interface MessageTemplate {
  readonly text: string;
  /** Where each field begins; a field that is missing is not in the message. */
  readonly offsets: Readonly<Partial<Record<Field, number>>>;
}

/** Follows the text of every message; what is behind it are the digits of the running number. */
export const NUMBER_MARK = ' n=';
/** Follows the number of a timed message. */
export const TIME_MARK = ' t=';

/** Ordinary lines: none begins a crash or a trouble, though three begin like one. */
const KERNEL_TEXTS = [
  'usb 1-1: new high-speed USB device number 2 using xhci_hcd',
  'e1000e 0000:00:1f.6 eno1: NIC Link is Up 1000 Mbps Full Duplex',
  'EXT4-fs (sda1): mounted filesystem with ordered data mode. Quota mode: none.',
  'nvme0n1: I/O Cmd(0x2) @ LBA 123456, 8 blocks, I/O Error (sct 0x2 / sc 0x81)',
  'perf: interrupt took too long (2514 > 2500), lowering max_sample_rate to 79000',
  'TCP: request_sock_TCP: Possible SYN flooding on port 443. Sending cookies.',
  'IPv6: ADDRCONF(NETDEV_CHANGE): eno1: link becomes ready',
  'Modules linked in: netconsole nf_tables libcrc32c xhci_pci e1000e nvme ahci',
] as const;

const SYSLOG_TEXTS = [
  ['sshd', 4711, 'Accepted publickey for deploy from 192.0.2.17 port 50122 ssh2'],
  ['CRON', 812, '(root) CMD (/usr/lib/php/sessionclean)'],
  ['systemd', 1, 'Started Session 4211 of User deploy.'],
  ['postfix/smtpd', 9120, 'connect from mail.example.net[198.51.100.9]'],
  ['kernel', 0, 'device eth0 entered promiscuous mode'],
  ['nginx', 1402, '192.0.2.44 - - "GET /api/v1/items?page=3 HTTP/1.1" 200 5120 "-"'],
  ['dhclient', 633, 'bound to 192.0.2.23 -- renewal in 1641 seconds.'],
  ['app', 20_114, 'request finished status=200 bytes=5120 duration=12ms user=alice'],
] as const;

/** Templates of one format, of the lengths that real messages have: about 100 bytes on average. */
export function messageTemplates(
  format: WholeFormat,
  now: Date,
  timed: boolean,
): readonly MessageTemplate[] {
  const tail = `${NUMBER_MARK}{number}${timed ? `${TIME_MARK}{time}` : ''}`;
  switch (format) {
    case 'basic':
      return KERNEL_TEXTS.map((text) => compile(`[{seconds}.{micros}] ${text}${tail}\n`));
    case 'extended':
      return KERNEL_TEXTS.map((text, index) => {
        const dictionary = index === 0 ? ' SUBSYSTEM=usb\n DEVICE=+usb:1-1\n' : '';
        return compile(`6,{sequence},{seconds}{micros},-;${text}${tail}\n${dictionary}`);
      });
    case 'rfc3164': {
      const time = bsdTime(now);
      return SYSLOG_TEXTS.map(([app, pid, text]) =>
        compile(`<30>${time} host-{host} ${app}[${pid}]: ${text}${tail}`),
      );
    }
    case 'rfc5424': {
      const time = now.toISOString();
      return SYSLOG_TEXTS.map(([app, pid, text], index) => {
        const data = index % 4 === 0 ? '[origin ip="192.0.2.1" software="app"]' : '-';
        return compile(`<30>1 ${time} host-{host} ${app} ${pid} ID47 ${data} ${text}${tail}`);
      });
    }
    default:
      return format satisfies never;
  }
}

function compile(pattern: string): MessageTemplate {
  const offsets: Partial<Record<Field, number>> = {};
  let text = '';
  for (const part of pattern.split(/(\{[a-z]+\})/)) {
    const field = part.slice(1, -1);
    if (part.startsWith('{') && isField(field)) {
      offsets[field] = text.length;
      text += '0'.repeat(FIELD_DIGITS[field]);
    } else {
      text += part;
    }
  }
  return { text, offsets };
}

function isField(word: string): word is Field {
  return word in FIELD_DIGITS;
}

/** `Nov  5 07:08:09` */
function bsdTime(now: Date): string {
  const text = now.toString();
  return `${text.slice(4, 7)} ${String(now.getDate()).padStart(2)} ${text.slice(16, 24)}`;
}
