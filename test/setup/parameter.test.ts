import { expect } from 'chai';
import { assert, property } from 'fast-check';
import { explainParameter } from '../../lib/setup/explain/explain-parameter.ts';
import { MAX_PARAMETER_LENGTH, formatParameter } from '../../lib/setup/parameter.ts';
import { settings, settingsOf } from './arbitrary-settings.ts';

describe('formatParameter', () => {
  it('leaves out what the kernel is to choose', () => {
    expect(formatParameter(settingsOf([{}]))).to.equal('@/,@192.0.2.1/');
  });

  it('writes every field, and several targets', () => {
    const full = {
      port: 6666,
      mac: '00:11:22:33:44:55',
      device: 'eth0',
      sourceAddress: '192.0.2.10',
      sourcePort: 6665,
    };
    const both = settingsOf([full, { address: '2001:db8::1' }], { extended: true, release: true });
    expect(formatParameter(both)).to.equal(
      '+r6665@192.0.2.10/eth0,6666@192.0.2.1/00:11:22:33:44:55;+r@/,@2001:db8::1/',
    );
  });

  it('is read back to the same settings', () => {
    assert(
      property(settings, (each) => {
        const value = formatParameter(each);
        const { targets, problems } = explainParameter(value);
        const { extended, release } = each;
        expect(targets).to.deep.equal(
          each.targets.map((target) => ({ extended, release, ...target })),
        );
        const isTooLong = value.length > MAX_PARAMETER_LENGTH;
        const errors = problems.filter(({ kind }) => kind === 'error');
        expect(errors.map(({ at }) => at)).to.deep.equal(
          isTooLong ? [MAX_PARAMETER_LENGTH + 1] : [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
