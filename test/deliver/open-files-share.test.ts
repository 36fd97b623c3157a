import { expect } from 'chai';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { openFilesShare } from '../../lib/deliver/open-files-share.ts';

describe('openFilesShare', () => {
  const config = defaultConfig();
  const [file] = config.destinations;
  const screen = { type: 'stdout', name: 'screen', format: 'json', queueBytes: 1 } as const;

  it('divides what a limit leaves among the file destinations', () => {
    const writers = config.destinations.length;
    const share = openFilesShare(config, 1024);
    expect(share * writers).to.be.within(750, 1024 - 192);
    expect(openFilesShare(config, 20_000)).to.be.greaterThan(share * 10);
  });

  it('is at least one file, and no bound where there is no limit', () => {
    expect(openFilesShare(config, 200)).to.equal(1);
    expect(openFilesShare(config, Number.POSITIVE_INFINITY)).to.equal(Number.POSITIVE_INFINITY);
  });

  it('counts no destination that keeps no files open', () => {
    const alone = { ...config, destinations: file === undefined ? [] : [file] };
    const both = {
      ...alone,
      destinations: [...alone.destinations, { ...screen, template: undefined }],
    };
    expect(openFilesShare(both, 1024)).to.be.within(openFilesShare(alone, 1024) - 16, 1024);
  });
});
