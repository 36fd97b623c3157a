import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeTcpPort, freeUdpPort } from '../servers/free-port.ts';
import { Authority } from '../servers/certificates.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';
import { RunningRelay, sendAll } from './running-relay.ts';
import {
  readPairs,
  readReceived,
  RECEIVED_TEMPLATE,
  type Pair,
  type ReceivedMessage,
} from './upstream-pairs.ts';
import { FORMATS_SENT, UNUSUAL_SENT } from './upstream-messages.ts';

/** An event as the relay prints it. */
interface Event {
  readonly format: string;
  readonly hostname: string;
  readonly facility: number;
  readonly severity?: number;
  readonly appName?: string;
  readonly procId?: string;
  readonly message: string;
  readonly structuredData?: Record<string, Record<string, string>>;
  readonly kernel?: { readonly fields?: Record<string, string> } & Record<string, unknown>;
  readonly signal?: string;
}

interface Row extends Pair {
  readonly name: string;
  readonly settings: { readonly PORT: number; readonly PATH: string };
}

async function rows(): Promise<Row[]> {
  const directory = tmpdir();
  return Promise.all(
    readPairs().map(async (pair, index) => ({
      ...pair,
      name: `row${index}`,
      settings: {
        PORT: await (pair.to.startsWith('udp') ? freeUdpPort() : freeTcpPort()),
        PATH: join(directory, `netconsole-relay-${randomUUID()}`),
      },
    })),
  );
}

function fill(text: string, { settings }: Row, more: Record<string, string>): string {
  const all: Record<string, string> = { ...more, PATH: settings.PATH, PORT: `${settings.PORT}` };
  return text.replace(/PORT|PATH|HOST|TLS/g, (word) => all[word] ?? word);
}

function syslogNgOf(table: readonly Row[], authority: Authority): string {
  const { cert, key } = authority.issue({ name: 'localhost' });
  const tls = `tls(cert-file("${cert}") key-file("${key}") peer-verify(optional-untrusted))`;
  const paths = table.map((row) => {
    const source = fill(row.source, row, { TLS: tls });
    return `log { source { ${source}; }; destination { file("DIR/${row.name}" template("${escaped(RECEIVED_TEMPLATE)}\\n")); }; };`;
  });
  return `options { keep-hostname(yes); use-dns(no); flush-lines(1); time-zone("UTC"); };\n${paths.join('\n')}`;
}

function escaped(text: string): string {
  return text.replaceAll('"', '\\"');
}

function relayOf(table: readonly Row[], authority: Authority): string {
  const destinations = table.map((row) => {
    const to = fill(row.to, row, { HOST: 'localhost' });
    const tls = to.startsWith('tls') ? `, tls: { ca: ${authority.file} }` : '';
    const framing = row.framing === undefined ? '' : `, framing: ${row.framing}`;
    return `  ${row.name}: { type: syslog, to: "${to}", format: ${row.format}${framing}${tls} }`;
  });
  return `
sources: { net: { type: udp, listen: "127.0.0.1:0", keepHostname: true } }
destinations:
  screen: { type: stdout }
${destinations.join('\n')}
`;
}

/** What a row must show of an event. */
function expected(event: Event, row: Row): ReceivedMessage {
  const isCounted = row.framing === 'octet-counting';
  const text = row.format === 'rfc3164' ? withUptime(event) : event.message;
  return {
    host: event.hostname,
    facility: event.facility > 23 ? 1 : event.facility,
    severity: event.severity ?? 4,
    program: programOf(event, row),
    message: (isCounted ? text : text.replaceAll('\n', '\\x0a')).replaceAll('\0', '\\x00'),
    data: row.format === 'rfc3164' ? {} : dataOf(event),
  };
}

function programOf({ format, appName, signal }: Event, { format: sent }: Row): string {
  if (signal !== undefined) return 'netconsole-relay';
  if (format.startsWith('netconsole')) return 'kernel';
  return appName ?? (sent === 'rfc3164' ? '-' : '');
}

function withUptime({ kernel, message }: Event): string {
  const us = kernel?.['uptimeUs'];
  if (typeof us !== 'number') return message;
  const seconds = String(Math.floor(us / 1e6)).padStart(5);
  return `[${seconds}.${String(us % 1e6).padStart(6, '0')}] ${message}`;
}

function dataOf({ structuredData, kernel, facility }: Event): ReceivedMessage['data'] {
  if (structuredData !== undefined) {
    const names = Object.entries(structuredData).map(([id, parameters]) => [
      id,
      Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name.replace(/[^!-~]/gu, '_'), value]),
      ),
    ]);
    return Object.fromEntries(names) as ReceivedMessage['data'];
  }
  if (kernel === undefined) return {};
  const { fields = {}, ...header } = kernel;
  const own = Object.entries({ ...(facility > 23 ? { facility } : {}), ...header });
  const parameters = [...Object.entries(fields), ...own].map(([name, value]) => [
    name.replace(/[^!-~]|[\]="]/gu, '_'),
    String(value),
  ]);
  return { 'kernel@32473': Object.fromEntries(parameters) as Record<string, string> };
}

function isEqual(a: ReceivedMessage, b: ReceivedMessage): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

describe('pairs with the real syslog-ng', function () {
  this.timeout(60_000);
  const sent = [...FORMATS_SENT, ...UNUSUAL_SENT];
  let table: Row[] = [];
  let events: Event[] = [];
  const received = new Map<string, ReceivedMessage[]>();

  before(async () => {
    table = await rows();
    const authority = new Authority('Test CA');
    const server = await SyslogNg.start(syslogNgOf(table, authority));
    const relay = await RunningRelay.start({ config: relayOf(table, authority) });
    try {
      await sendAll(sent, relay.port('net'));
      const count = sent.length - 1;
      for (const { name, keepsHost } of table) {
        // Wrong pairs split and join messages.
        const lines = keepsHost ? count : 1;
        const text = await server.file(name, (t) => t.split('\n').length > lines);
        received.set(name, text.trimEnd().split('\n').map(readReceived));
      }
    } finally {
      await relay.stop();
      await server.stop();
    }
    events = relay.child.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Event);
  });

  for (const [index, pair] of readPairs().entries()) {
    const { source, to, format, framing = 'datagrams', keepsHost } = pair;
    it(`${source} from ${to} ${format} ${framing}: host ${keepsHost ? 'kept' : 'lost'}`, () => {
      const row = table[index] as Row;
      const wanted = events.map((event) => expected(event, row));
      const found = received.get(row.name) ?? [];
      if (keepsHost) expect(found).to.deep.equal(wanted);
      else
        expect(found.some((each, i) => isEqual(each, wanted[i] as ReceivedMessage))).to.equal(
          false,
        );
    });
  }
});
