import type { Field } from './corpus-case.ts';

/** Why the parser differs from what some suites of the corpus assert, and in which cases. */
export interface Difference {
  readonly what: string;
  readonly reason: string;
  /**
   * Cases and texts that assert the opposite and are nearer to the RFC (or, where it is silent, syslog-ng). With them the
   * assertion is contradicted and does not count; without, it counts against the parser.
   */
  readonly nearer?: string;
  readonly cases: readonly (readonly [ids: string, ...fields: Field[]])[];
}

/** Every case of the corpus that differs, once per field; `a-001..003` is a range. */
export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'The space after the tag’s colon begins the message',
    reason: 'It separates. rsyslog alone keeps it in `%msg%`.',
    nearer: 'rfc31-001, sng-004',
    cases: [
      [
        'rsy-002..009 rsy-014..016 rsy-031..033 rsy-035..038 rsy-047 rsy-049..054 rsy-065',
        'message',
      ],
    ],
  },
  {
    what: 'The message holds hostname and tag',
    reason: 'They have fields of their own.',
    nearer: 'rfc31-001, rfc31-003, sng-004',
    cases: [['gray-005..006 s4j-010..019 glossy-002', 'message']],
  },
  {
    what: 'PARAM-VALUE keeps its backslashes',
    reason: '`\\"`, `\\\\` and `\\]` stand for one character each.',
    nearer: 'RFC 5424 section 6.3.3, sng-047, vrl-009..011',
    cases: [['go54-089..095 go54-104..107', 'structuredData']],
  },
  {
    what: 'Cisco’s `%FACILITY-SEVERITY-MNEMONIC` is the tag',
    reason: 'A tag is alphanumeric, so the text begins with it; `cisco` holds its parts.',
    nearer: 'RFC 3164 section 4.1.3, sngc-001..010, gray-009..013, s4j-001..007',
    cases: [['sng-033 sng-035 sng-067 rsy-001', 'appName', 'message']],
  },
  {
    what: 'No facility and severity without a PRI',
    reason: 'A message without PRI is 13.',
    nearer: 'RFC 3164 section 4.3.3, rsy-013, sng-068',
    cases: [['loose-012 loose-024..025', 'facility', 'severity']],
  },
  {
    what: 'Words of a text without PRI and time are hostname or tag',
    reason: 'The whole text is the message.',
    nearer: 'RFC 3164 sections 4.3.3 and 5.4, loose-012, nsys-020, rsy-060..062',
    cases: [
      ['sng-068', 'appName', 'message'],
      ['rsy-034', 'hostname', 'appName', 'message'],
      ['rsy-042', 'hostname'],
      ['nsys-004', 'hostname', 'message'],
    ],
  },
  {
    what: 'A year after the day is not understood',
    reason: 'Cisco and Aruba write it, and it is no part of the message.',
    nearer: 'sng-033, sng-036, rsy-007..008, s4j-001',
    cases: [
      ['nsys-036..042', 'hostname', 'message'],
      ['glossy-004', 'hostname', 'timestamp'],
    ],
  },
  {
    what: 'A word that a colon or bracket ends is a hostname',
    reason: 'It is the tag; glibc and BusyBox leave the hostname out.',
    nearer: 'sng-066, sngf-007, loose-004, vrl-003, jer-002, rsy-033',
    cases: [
      ['loose-036', 'hostname', 'appName'],
      ['nsys-017 nsys-025 sc4s-048 sc4s-149', 'hostname'],
    ],
  },
  {
    what: 'A single word after the time is the tag',
    reason: 'HOSTNAME comes first.',
    nearer: 'RFC 3164 section 4.1.2, rsy-010, rsy-024, rsy-029',
    cases: [['sng-065', 'hostname', 'appName']],
  },
  {
    what: 'Spaces at the start of the message are dropped',
    reason: 'One space separates, the others are text.',
    nearer: 'RFC 5424 section 6, rsy-068..069, glossy-005',
    cases: [['loose-009..010 loose-034 gray-007', 'message']],
  },
  {
    what: 'The first word of a sentence is the tag',
    reason: 'A space ends a tag only after what looks like a program.',
    nearer: 'RFC 3164 section 5.4 example 2 (rfc31-003), go31-006, fluentd-009, fluentd-011',
    cases: [['fluentd-008 rsy-011..013', 'appName', 'message']],
  },
  {
    what: 'The time of arrival stands in for a NILVALUE',
    reason: 'The message says none; `receivedAt` is the caller’s.',
    nearer: 'RFC 5424 section 6.2.3, go54-073, loose-032',
    cases: [['sng-017', 'timestamp']],
  },
  {
    what: 'A year after the time is the hostname',
    reason: 'LinkSys and Dell write the year there.',
    nearer: 'sng-037',
    cases: [['rsy-021', 'hostname']],
  },
  {
    what: 'A hostname with a slash is refused, or cut',
    reason: 'HOSTNAME may hold any printable character.',
    nearer: 'RFC 5424 section 6.2.4, rsy-040..041',
    cases: [['nsys-015 rsy-039 sc4s-091', 'hostname']],
  },
  {
    what: 'The hostname comes from the text',
    reason: 'It is what the header says; without one it is absent.',
    nearer: 'RFC 5424 section 6.2.4, nsys-003, nsys-005, nsys-027..035',
    cases: [['gray-008 sc4s-071..074 sc4s-143', 'hostname']],
  },
  {
    what: 'Structured data that cannot be read is dropped',
    reason: 'It stays part of the message, problem `bad-structured-data`.',
    nearer: 'RFC 5424 section 6.3, sngf-025 and rsy-100..106 (no structured data either)',
    cases: [['loose-014..015', 'message']],
  },
  {
    what: 'Snare’s criticality is the PROCID',
    reason: 'It is the first column of the text.',
    nearer: 'rsy-030',
    cases: [['nsys-010..012 nsys-018..019', 'procId', 'message']],
  },
  {
    what: 'Dates more than 31 days ahead are of this year',
    reason:
      'A month rule alone dates November, heard in February, nine months ahead; here it is last year’s.',
    cases: [['sng-034 sng-067', 'timestamp']],
  },
  {
    what: 'Oversized fields and values are cut',
    reason: 'They are kept whole, problem `oversized-field`.',
    cases: [
      ['sng-054', 'appName'],
      ['sng-055', 'procId'],
      ['sng-056', 'msgId'],
      ['sng-052', 'structuredData'],
    ],
  },
  {
    what: 'Bytes that are not UTF-8 become `\\xNN`',
    reason: 'They become U+FFFD, problem `invalid-utf8`.',
    cases: [
      ['sng-071', 'appName', 'message'],
      ['sng-072..073', 'message'],
    ],
  },
  {
    what: 'A word that cannot be a hostname is a tag, though a space ends it',
    reason: 'It does not look like a program, so it is text.',
    cases: [['sng-021', 'appName', 'message']],
  },
  {
    what: 'Without a time, the first words are hostname and tag',
    reason:
      'The rest of the packet is CONTENT (RFC 3164 section 4.3.2), unless it has the shape `tag: ` or `host tag[pid]: `.',
    cases: [
      ['sngf-012', 'appName'],
      ['nsys-006', 'hostname', 'message'],
      ['nsys-007', 'hostname', 'appName', 'message'],
    ],
  },
  {
    what: 'RFC 3164 text that begins with `[id name="value"]` has structured data',
    reason: 'Only RFC 5424 has it.',
    cases: [['loose-003 loose-021..022', 'message', 'structuredData']],
  },
  {
    what: 'Structured data is found after the text',
    reason: 'It stands before the message; a bracket in the text is text.',
    cases: [['nsys-045..048', 'message', 'structuredData']],
  },
  {
    what: 'Spaces and tabs at the end of the message are dropped',
    reason: 'They are text.',
    cases: [['nsys-026 nsys-044', 'message']],
  },
  {
    what: '`#001`, where a hostname belongs, is a tag',
    reason: 'It can be neither, so it is text.',
    cases: [['rsy-030', 'appName', 'message']],
  },
  {
    what: 'Settings that only the suite’s parser has',
    reason:
      'A name for headerless text, no parsing of hostname and tag, a reader of DB2’s own log, a hostname supplied by the caller.',
    cases: [
      ['rsy-063 jer-002', 'hostname'],
      ['rsy-064', 'appName', 'message'],
      ['rsy-118', 'appName', 'procId', 'severity', 'timestamp'],
    ],
  },
  {
    what: 'RFC 5424 fields without PRI and VERSION',
    reason: 'A time without VERSION is RFC 3164’s.',
    cases: [['fluentd-015', 'message']],
  },
  {
    what: 'Vendors’ own headers (Meraki, NetScaler, Check Point, FortiGate)',
    reason: 'No syslog; the text is kept whole for whoever knows the vendor.',
    cases: [
      ['sc4s-068 sc4s-075..077 sc4s-085..086', 'hostname'],
      ['gray-008', 'timestamp'],
    ],
  },
  {
    what: 'Part of the hostname is left out (`relaytest01-no`)',
    reason: 'The template of that suite continues the name.',
    cases: [['sc4s-093', 'hostname']],
  },
];

/** Each `id field` of the list above with the difference it belongs to. */
export function listedDifferences(): ReadonlyMap<string, Difference> {
  const entries = DIFFERENCES.flatMap((difference) =>
    difference.cases.flatMap(([ids, ...fields]) =>
      expandIds(ids).flatMap((id) =>
        fields.map((field) => [`${id} ${field}`, difference] as const),
      ),
    ),
  );
  const listed = new Map(entries);
  if (listed.size !== entries.length) throw new Error('a field of a case is listed twice');
  return listed;
}

function expandIds(ids: string): readonly string[] {
  return ids.split(' ').flatMap((id) => {
    const match = /^(\w+)-(\d+)(?:\.\.(\d+))?$/.exec(id);
    if (match === null) throw new Error(`not a case id: ${id}`);
    const [, suite, first = '', last = first] = match;
    const count = Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, i) => {
      return `${suite}-${String(Number(first) + i).padStart(first.length, '0')}`;
    });
  });
}
