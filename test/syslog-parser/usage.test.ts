import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { parseSyslog } from '../../lib/syslog-parser/parse-syslog.ts';

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
