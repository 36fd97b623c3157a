type Wanted = Readonly<Record<string, unknown>>;

const TIME = '2026-10-11T22:14:15+01:00';
const MARCH = '2026-03-04T15:06:07+01:00';
const NOT_SYNCED = { timeQuality: { isSynced: '0' } };

/** What senders write and what it means, received on 2026-11-20 in the zone +01:00; facility 1 and severity 5 unless said. */
export const DIALECTS: Readonly<Record<string, readonly (readonly [string, Wanted])[]>> = {
  'as the RFC has it': [
    [
      '<13>Oct 11 22:14:15 web1 su: text',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 'text' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su[1]: text',
      { timestamp: TIME, hostname: 'web1', appName: 'su', procId: '1', message: 'text' },
    ],
    [
      '<34>Oct 11 22:14:15 10.1.2.3 a/b(c)[1.2]: t',
      {
        facility: 4,
        severity: 2,
        timestamp: TIME,
        hostname: '10.1.2.3',
        appName: 'a/b(c)',
        procId: '1.2',
        message: 't',
      },
    ],
    [
      '<13>Oct 11 22:14:15 10.0.0.99 Use the BFG!',
      { timestamp: TIME, hostname: '10.0.0.99', message: 'Use the BFG!' },
    ],
    ['Use the BFG!', { message: 'Use the BFG!', problems: ['no-pri', 'no-time'] }],
  ],
  PRI: [
    [
      '<0>Oct 11 22:14:15 web1 su: text',
      {
        facility: 0,
        severity: 0,
        timestamp: TIME,
        hostname: 'web1',
        appName: 'su',
        message: 'text',
      },
    ],
    [
      '<191>su: text',
      { facility: 23, severity: 7, appName: 'su', message: 'text', problems: ['no-time'] },
    ],
    [
      '<192>Oct 11 22:14:15 web1 su: t',
      { message: '<192>Oct 11 22:14:15 web1 su: t', problems: ['bad-pri'] },
    ],
    [
      '<007>su: text',
      {
        facility: 0,
        severity: 7,
        appName: 'su',
        message: 'text',
        problems: ['bad-pri', 'no-time'],
      },
    ],
    [
      '<13 Oct 11 22:14:15 web1 su: t',
      { message: '<13 Oct 11 22:14:15 web1 su: t', problems: ['bad-pri'] },
    ],
    ['<>text', { message: '<>text', problems: ['bad-pri'] }],
    [
      'Oct 11 22:14:15 web1 su: t',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 't', problems: ['no-pri'] },
    ],
    ['', { message: '', problems: ['no-pri', 'no-time'] }],
    ['<13>', { message: '', problems: ['no-time'] }],
  ],
  time: [
    [
      '<13> Oct 11 22:14:15 web1 t: x',
      { timestamp: TIME, hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>OCT 11 22:14:15 web1 t: x',
      { timestamp: TIME, hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Mar 4 15:06:07 web1 t: x',
      { timestamp: MARCH, hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Mar 04 15:06:07 web1 t: x',
      { timestamp: MARCH, hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Mar  4 15:06:07.120 web1 t: x',
      { timestamp: '2026-03-04T15:06:07.120+01:00', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Mar  4 2024 15:06:07 web1 t: x',
      { timestamp: '2024-03-04T15:06:07+01:00', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Mar  4 15:06:07 2024 web1 t: x',
      { timestamp: '2024-03-04T15:06:07+01:00', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>2024-03-04T15:06:07Z web1 t: x',
      { timestamp: '2024-03-04T15:06:07Z', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>2024-03-04 15:06:07,123 web1 t: x',
      { timestamp: '2024-03-04T15:06:07.123+01:00', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>2024-03-04T15:06:07+0530 web1 t: x',
      { timestamp: '2024-03-04T15:06:07+05:30', hostname: 'web1', appName: 't', message: 'x' },
    ],
    [
      '<13>Feb 30 15:06:07 web1 t: x',
      { hostname: 'web1', appName: 't', message: 'x', problems: ['bad-time'] },
    ],
    [
      '<13>1990 Oct 22 10:52:01 TZ-6 web1 t: x',
      { message: '1990 Oct 22 10:52:01 TZ-6 web1 t: x', problems: ['no-time'] },
    ],
    ['<13>Oct 11 22:14:15', { timestamp: TIME, message: '' }],
    [
      '<13>Oct 11 22:14:15web1 t: x',
      { timestamp: TIME, hostname: 'web1', appName: 't', message: 'x' },
    ],
  ],
  hostname: [
    [
      '<13>Oct 11 22:14:15 cron[1]: x',
      { timestamp: TIME, appName: 'cron', procId: '1', message: 'x' },
    ],
    ['<13>Oct 11 22:14:15 haproxy: x', { timestamp: TIME, appName: 'haproxy', message: 'x' }],
    [
      '<13>Oct 11 22:14:15 2001:db8::1 t: x',
      { timestamp: TIME, hostname: '2001:db8::1', appName: 't', message: 'x' },
    ],
    [
      '<13>Oct 11 22:14:15 fe80::1: t: x',
      { timestamp: TIME, hostname: 'fe80::1', appName: 't', message: 'x' },
    ],
    ['<13>Oct 11 22:14:15 abc:de t: x', { timestamp: TIME, appName: 'abc', message: 'de t: x' }],
    [
      '<13>Oct 11 22:14:15 10.0.0.1: %ACE-3-251010: x',
      {
        timestamp: TIME,
        hostname: '10.0.0.1',
        message: '%ACE-3-251010: x',
        cisco: { facility: 'ACE', severity: 3, mnemonic: '251010' },
      },
    ],
    ['<13>Oct 11 22:14:15 - t: x', { timestamp: TIME, appName: 't', message: 'x' }],
    ['<13>Oct 11 22:14:15 : x', { timestamp: TIME, message: 'x' }],
    [
      '<13>Oct 11 22:14:15 last message repeated 3 times',
      { timestamp: TIME, message: 'last message repeated 3 times' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 last message repeated 3 times',
      { timestamp: TIME, hostname: 'web1', message: 'last message repeated 3 times' },
    ],
    [
      '<13>Oct 11 22:14:15 --- last message repeated 3 times ---',
      { timestamp: TIME, message: '--- last message repeated 3 times ---' },
    ],
    [
      '<13>Oct 11 22:14:15 Message forwarded from aix1: su: x',
      { timestamp: TIME, hostname: 'aix1', appName: 'su', message: 'x' },
    ],
    ['<13>su[1]: x', { appName: 'su', procId: '1', message: 'x', problems: ['no-time'] }],
    [
      '<13>web1.example.net su[1]: x',
      {
        hostname: 'web1.example.net',
        appName: 'su',
        procId: '1',
        message: 'x',
        problems: ['no-time'],
      },
    ],
    ['<13>a sentence of words', { message: 'a sentence of words', problems: ['no-time'] }],
  ],
  tag: [
    [
      '<13>Oct 11 22:14:15 web1 su:text',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 'text' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su[1] text',
      { timestamp: TIME, hostname: 'web1', appName: 'su', procId: '1', message: 'text' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: '' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su says',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 'says' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 A [b] c',
      { timestamp: TIME, hostname: 'web1', appName: 'A', message: '[b] c' },
    ],
    [
      '<13>Oct 11 22:14:15 web1  su[1]: x',
      { timestamp: TIME, hostname: 'web1', appName: 'su', procId: '1', message: 'x' },
    ],
    [
      '<13>Oct 11 22:14:15 web1  two blanks',
      { timestamp: TIME, hostname: 'web1', message: ' two blanks' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 http://x/',
      { timestamp: TIME, hostname: 'web1', message: 'http://x/' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 10.0.0.1:80 x',
      { timestamp: TIME, hostname: 'web1', message: '10.0.0.1:80 x' },
    ],
    ['<13>Oct 11 22:14:15 web1 A::b x', { timestamp: TIME, hostname: 'web1', message: 'A::b x' }],
    ['<13>Oct 11 22:14:15 web1 {"a":1}', { timestamp: TIME, hostname: 'web1', message: '{"a":1}' }],
    [
      '<13>Oct 11 22:14:15 web1 a: @cee:{"a":1}',
      { timestamp: TIME, hostname: 'web1', appName: 'a', message: '@cee:{"a":1}' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 kernel: [ 1.2] x',
      { timestamp: TIME, hostname: 'web1', appName: 'kernel', message: '[ 1.2] x' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 docker/0f[7]: x',
      { timestamp: TIME, hostname: 'web1', appName: 'docker/0f', procId: '7', message: 'x' },
    ],
  ],
  Cisco: [
    [
      '<13>29: *Mar  4 15:06:07: %SYS-5-CONFIG_I: x',
      {
        timestamp: MARCH,
        structuredData: { meta: { sequenceId: '29' }, ...NOT_SYNCED },
        cisco: { facility: 'SYS', severity: 5, mnemonic: 'CONFIG_I' },
        message: '%SYS-5-CONFIG_I: x',
      },
    ],
    [
      '<13>7: r1: 9: .Mar  4 15:06:07 UTC: %A-1-B: x',
      {
        timestamp: '2026-03-04T15:06:07+00:00',
        hostname: 'r1',
        structuredData: { meta: { sequenceId: '7' }, timeQuality: { isSynced: '1' } },
        cisco: { facility: 'A', severity: 1, mnemonic: 'B' },
        message: '%A-1-B: x',
      },
    ],
    [
      '<13>r1: Mar  4 15:06:07: %A-1-B: x',
      {
        timestamp: MARCH,
        hostname: 'r1',
        cisco: { facility: 'A', severity: 1, mnemonic: 'B' },
        message: '%A-1-B: x',
      },
    ],
    [
      '<13>app: Mar  4 15:06:07 x',
      { appName: 'app', message: 'Mar  4 15:06:07 x', problems: ['no-time'] },
    ],
    [
      '<13>: 2024 Mar  4 15:06:07 EST: %A-B-1-C: x',
      {
        timestamp: '2024-03-04T15:06:07-05:00',
        cisco: { facility: 'A-B', severity: 1, mnemonic: 'C' },
        message: '%A-B-1-C: x',
      },
    ],
    [
      '<13>5: RP/0/RP0/CPU0:Mar  4 15:06:07 XYZ: snmpd[1]: %A-1-B : x',
      {
        timestamp: MARCH,
        structuredData: { meta: { sequenceId: '5' } },
        appName: 'XYZ',
        message: 'snmpd[1]: %A-1-B : x',
      },
    ],
    [
      '<13>Mar  4 2024 15:06:07 asa1 : %ASA-6-302013: x',
      {
        timestamp: '2024-03-04T15:06:07+01:00',
        hostname: 'asa1',
        cisco: { facility: 'ASA', severity: 6, mnemonic: '302013' },
        message: '%ASA-6-302013: x',
      },
    ],
    [
      '<13>%ASA-6-302013: x',
      {
        cisco: { facility: 'ASA', severity: 6, mnemonic: '302013' },
        message: '%ASA-6-302013: x',
        problems: ['no-time'],
      },
    ],
    [
      '<13>94: 51w2d: DHCPD: x',
      {
        structuredData: { meta: { sequenceId: '94' } },
        message: '51w2d: DHCPD: x',
        problems: ['no-time'],
      },
    ],
    [
      '<13>12: r1: %A-1-B: x',
      {
        hostname: 'r1',
        structuredData: { meta: { sequenceId: '12' } },
        cisco: { facility: 'A', severity: 1, mnemonic: 'B' },
        message: '%A-1-B: x',
        problems: ['no-time'],
      },
    ],
    ['<13>1234: foo bar', { message: '1234: foo bar', problems: ['no-time'] }],
  ],
  'other vendors': [
    [
      '<23> Mar  4 15:06:07 srx1 RT_FLOW: RT_FLOW_SESSION_CREATE: x',
      {
        facility: 2,
        severity: 7,
        timestamp: MARCH,
        hostname: 'srx1',
        appName: 'RT_FLOW',
        message: 'RT_FLOW_SESSION_CREATE: x',
      },
    ],
    [
      '<13>Mar  4 15:06:07 2024 [10.0.0.1] authmgr[1]: <5> x',
      {
        timestamp: '2024-03-04T15:06:07+01:00',
        hostname: '10.0.0.1',
        appName: 'authmgr',
        procId: '1',
        message: '<5> x',
      },
    ],
    [
      '<13>2024-03-04T15:06:07.123Z esx1 Hostd: info',
      {
        timestamp: '2024-03-04T15:06:07.123Z',
        hostname: 'esx1',
        appName: 'Hostd',
        message: 'info',
      },
    ],
    [
      '<13>Mar  4 15:06:07 ap1,18e8294876c3,v4.0.66 sw: x',
      { timestamp: MARCH, hostname: 'ap1', appName: 'sw', message: 'x' },
    ],
    [
      '<13>Mar  4 15:06:07 U7PG2,788a2056b182,v4.0: log[5]: x',
      { timestamp: MARCH, hostname: 'U7PG2', appName: 'log', procId: '5', message: 'x' },
    ],
    [
      '<30>system,info,account user admin logged in',
      {
        facility: 3,
        severity: 6,
        message: 'system,info,account user admin logged in',
        problems: ['no-time'],
      },
    ],
    [
      '<13>Mar  4 15:06:07 nas Connection: User [a] from [b]',
      { timestamp: MARCH, hostname: 'nas', appName: 'Connection', message: 'User [a] from [b]' },
    ],
    [
      '<13>Mar  4 15:06:07 lb1 haproxy[9]: 10.0.0.0:1000 [x]',
      {
        timestamp: MARCH,
        hostname: 'lb1',
        appName: 'haproxy',
        procId: '9',
        message: '10.0.0.0:1000 [x]',
      },
    ],
    [
      '<13>Mar  4 15:06:07 fw1 CEF:0|V|P|1|2|n: x|3|k=v',
      { timestamp: MARCH, hostname: 'fw1', message: 'CEF:0|V|P|1|2|n: x|3|k=v' },
    ],
    [
      '<13>Mar  4 15:06:07 fw1 LEEF:1.0|V|P|1|2|k=v',
      { timestamp: MARCH, hostname: 'fw1', message: 'LEEF:1.0|V|P|1|2|k=v' },
    ],
    [
      '<13>Mar  4 15:06:07 win1 MSWinEventLog\t1\tx',
      { timestamp: MARCH, hostname: 'win1', message: 'MSWinEventLog\t1\tx' },
    ],
    [
      '<189>date=2024-03-04 time=15:06:07 devname=x',
      { facility: 23, message: 'date=2024-03-04 time=15:06:07 devname=x', problems: ['no-time'] },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su: x\r\n\0',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 'x' },
    ],
    [
      '<13>Oct 11 22:14:15 web1 su: x\r',
      { timestamp: TIME, hostname: 'web1', appName: 'su', message: 'x\r' },
    ],
    [
      '<13>Oct 11 22:14:15 Grün su: x\ny\0z',
      { timestamp: TIME, hostname: 'Grün', appName: 'su', message: 'x\ny\0z' },
    ],
  ],
};
