import { expect } from 'chai';
import { printConfig } from '../../lib/config/print-config.ts';
import { load, SOURCE } from './load-text.ts';

const DEFAULT = {
  directory: '/var/spool/netconsole-relay',
  maxSizeBytes: 1024 ** 3,
  when: 'overflow',
};

function bus(settings = ''): string {
  return `${SOURCE}destinations: { bus: { type: redis, url: redis://h, stream: logs, ${settings} } }\n`;
}

describe('configuration of the spool', () => {
  const cases: readonly [text: string, spool: object][] = [
    [bus(), { ...DEFAULT, isNamed: false }],
    [bus('spool: never'), { ...DEFAULT, isNamed: false }],
    [bus('spool: always'), { ...DEFAULT, isNamed: true }],
    [`${bus()}spool: {}`, { ...DEFAULT, isNamed: true }],
    [
      `${bus()}spool: { directory: x, maxSize: 4GiB, when: always }`,
      { directory: 'x', maxSizeBytes: 4 * 1024 ** 3, when: 'always', isNamed: true },
    ],
  ];
  for (const [text, spool] of cases) {
    it(`is read from \`${text.slice(SOURCE.length).trim()}\`, and printed`, () => {
      const config = load(text);
      expect(config.spool).to.deep.equal(spool);
      expect(load(printConfig(config))).to.deep.equal(config);
    });
  }
});
