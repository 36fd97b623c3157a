import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import {
  HEADER_VALUES,
  LOCAL_TIME,
  NO_TIME_SENT,
  NO_ZONE,
  parseSyslog,
  SyslogDecoder,
  SyslogView,
  TIME_WITH_OFFSET,
  TIME_WITHOUT_YEAR,
} from '../../lib/syslog-parser/parse-syslog.ts';

const PAGE = new URL('../../docs/syslog-parser.md', import.meta.url);
const EXAMPLE =
  /```ts\nimport \{ parseSyslog \} from 'netconsole-relay\/syslog-parser';\n(.+?);\n((?:\/\/ .*\n)+)```/s;

it('the example of docs/syslog-parser.md gives what it says', () => {
  const [, call, comment] = EXAMPLE.exec(readFileSync(PAGE, 'utf8')) ?? [];
  expect(call, 'the example').to.be.a('string');
  const result = runInNewContext(`JSON.stringify(${call})`, { parseSyslog, Date }) as string;
  const said = (comment ?? '').replaceAll(/^\/\/ /gm, '');
  const expected = runInNewContext(`JSON.stringify(${said})`) as string;
  expect(JSON.parse(result)).to.deep.equal(JSON.parse(expected));
});

it('the numbers of a view are explained by exported names', () => {
  const decoder = new SyslogDecoder({ zone: '+00:00' });
  const view = new SyslogView();
  const read = (text: string): [kind: number, hasZone: boolean, headers: string[]] => {
    const bytes = Buffer.from(text);
    decoder.decode(bytes, 0, bytes.length, view, Date.UTC(2026, 10, 20) * 1000);
    const headers = HEADER_VALUES.filter((_, bit) => (view.headerSet & (1 << bit)) !== 0);
    return [view.timeKind, view.zoneMinutes !== NO_ZONE, headers];
  };
  expect(read('<13>text')).to.deep.equal([NO_TIME_SENT, false, []]);
  expect(read('<13>Oct 11 22:14:15 web1 su: text')).to.deep.equal([TIME_WITHOUT_YEAR, false, []]);
  expect(read('<13>2026-10-11T22:14:15 web1 su: text')).to.deep.equal([LOCAL_TIME, false, []]);
  expect(read('<13>2026-10-11T22:14:15+01:00 web1 su: text')).to.deep.equal([
    TIME_WITH_OFFSET,
    false,
    [],
  ]);
  expect(read('<13>45: rack 4 sw: *Mar  1 18:48:50 CET: %SYS-5-CONFIG_I: text')).to.deep.equal([
    TIME_WITHOUT_YEAR,
    true,
    ['origin'],
  ]);
});
