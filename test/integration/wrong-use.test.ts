import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { MAIN } from './running-relay.ts';

const SEE: readonly [string[], string][] = [
  [['run', '--nonsense'], "unknown option '--nonsense'; see netconsole-relay run --help"],
  [['chek'], "unknown command 'chek' (did you mean check?); see netconsole-relay --help"],
  [
    ['spool', 'drop'],
    "missing required argument 'destination'; see netconsole-relay spool drop --help",
  ],
  [
    ['parse', '--now', 'soon'],
    "option '--now <time>' argument 'soon' is invalid: expected a time such as 2026-11-20T14:40:00Z; see netconsole-relay parse --help",
  ],
  [
    ['check', 'a.yaml'],
    "too many arguments for 'check': expected 0 arguments but got 1; name the configuration with --config; see netconsole-relay check --help",
  ],
  [
    ['doctor', '--wait', '100d'],
    '--wait is "100d"; expected a duration such as 60s, between 1ms and 24d',
  ],
  // Before it looks for a relay, which is not there.
  [
    ['tail', '--control', '/nowhere', '--severity', 'wrning'],
    '--severity: unknown severity "wrning"; write warning',
  ],
  [
    ['record', '/nowhere/file.jsonl', '--listen', '127.0.0.1:0'],
    'Cannot write /nowhere/file.jsonl: ENOENT (no such file or directory); create the directory /nowhere, or name another file',
  ],
];

describe('a wrong command line', () => {
  for (const [parameters, problem] of SEE) {
    it(`says what to do: ${parameters.join(' ')}`, () => {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...parameters], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).to.deep.equal({ status: 100, stderr: `${problem}\n` });
    });
  }
});
