import { expect } from 'chai';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { openFilesShare, reportOpenFiles } from '../../lib/deliver/open-files-share.ts';
import { fileConfig } from './file/file-config.ts';
import { LogRecord } from './log-record.ts';

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

describe('reportOpenFiles', () => {
  const configured = { ...fileConfig('/log/$HOST', { maxOpen: 5000 }), name: 'many' };

  it('logs one line for all destinations with the default, and a warning for a maxOpen of the operator', () => {
    const log = new LogRecord();
    reportOpenFiles([...defaultConfig().destinations, configured], 300, log);
    expect(log.entries).to.deep.equal([
      'warn destination many: the limit of open files leaves 300 of maxOpen 5000; raise it (ulimit -n, LimitNOFILE=) or lower maxOpen',
      'info the limit of open files leaves 300 for each file destination, below the default of maxOpen (16384); raise it (ulimit -n, LimitNOFILE=) for more hosts at a time',
    ]);
  });

  it('logs nothing where the share is enough', () => {
    const log = new LogRecord();
    reportOpenFiles([...defaultConfig().destinations, configured], 20_000, log);
    expect(log.entries).to.deep.equal([]);
  });
});
