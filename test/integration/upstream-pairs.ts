import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of the table of pairs in docs/upstream.md. */
export interface Pair {
  /** A source of syslog-ng; `PORT`, `PATH` and `TLS` stand for settings. */
  readonly source: string;
  /** Our target; `HOST`, `PORT` and `PATH` stand for settings. */
  readonly to: string;
  readonly format: 'rfc5424' | 'rfc3164';
  /** Undefined for datagrams. */
  readonly framing: 'octet-counting' | 'newline' | undefined;
  readonly keepsHost: boolean;
}

const DOCUMENT = join(import.meta.dirname, '../../docs/upstream.md');

/** The rows as the document has them. */
export function readPairs(): Pair[] {
  const lines = readFileSync(DOCUMENT, 'utf8').split('\n');
  const first = lines.findIndex((line) => line.startsWith('| syslog-ng source')) + 2;
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('|'));
  return lines.slice(first, end).map((line) => {
    const cells = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    const [, source = '', to = '', format, framing, host] = cells;
    return {
      source,
      to,
      format: format as Pair['format'],
      framing: framing === '' ? undefined : (framing as Pair['framing']),
      keepsHost: host === 'kept',
    };
  });
}

/** What syslog-ng makes of a message. */
export interface ReceivedMessage {
  readonly host: string;
  readonly facility: number;
  readonly severity: number;
  readonly program: string;
  readonly message: string;
  /** Elements by SD-ID, in it the parameters. */
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A template of syslog-ng that `readReceived` reads: unusual bytes are percent-encoded. */
export const RECEIVED_TEMPLATE = [
  '$(url-encode "$HOST")',
  '$FACILITY_NUM',
  '$LEVEL_NUM',
  '$(url-encode "$PROGRAM")',
  '$(url-encode "$MESSAGE")',
  '$(url-encode "$SDATA")',
].join('|');

export function readReceived(line: string): ReceivedMessage {
  const [host = '', facility, severity, program = '', message = '', data = ''] = line.split('|');
  return {
    host: decode(host),
    facility: Number(facility),
    severity: Number(severity),
    program: decode(program),
    message: decode(message),
    data: parseData(decode(data)),
  };
}

function decode(text: string): string {
  return decodeURIComponent(text);
}

/** Reads `[id name="value"]…`; the identity of the relay is left out, since it differs in each message. */
function parseData(text: string): ReceivedMessage['data'] {
  const elements: Record<string, Record<string, string>> = {};
  for (const [, id = '', rest = ''] of text.matchAll(
    /\[([^ \]]+)((?: [^ =]+="(?:[^"\\]|\\.)*")*)\]/g,
  )) {
    if (id === 'meta' || id.startsWith('relay@')) continue;
    elements[id] = {};
    for (const [, name = '', value = ''] of rest.matchAll(/ ([^ =]+)="((?:[^"\\]|\\.)*)"/gs)) {
      elements[id][name] = value.replace(/\\(["\\\]])/g, '$1');
    }
  }
  return elements;
}
