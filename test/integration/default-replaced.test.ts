import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { findProgram } from '../servers/ensure-programs.ts';
import { canUnshare, inOwnNamespace } from './own-namespace.ts';
import { MAIN } from './running-relay.ts';

const CONFIG = `
sources: { kernel: { type: udp, listen: "127.0.0.1:0" } }
destinations: { files: { type: file, path: ./one.log } }
control: { socket: ./control.sock }
`;

/** A command that waits until a line of the log was printed this many times. */
const waitFor = (text: string, times: number): string =>
  `for i in $(seq 300); do [ "$(grep -c '${text}' err)" -ge ${times} ] && break; sleep 0.1; done`;

describe('a relay on its embedded default', () => {
  const directory = temporaryDirectory();

  it('takes a configuration file that it finds at a reload, and keeps to that file', async function () {
    if (!canUnshare || findProgram('ip') === undefined) {
      process.stdout.write('skipped: no right to make namespaces here\n');
      this.skip();
    }
    this.timeout(60_000);
    writeFileSync(join(directory(), 'later.yaml'), CONFIG);
    const shell = inOwnNamespace(
      [
        `${process.execPath} ${MAIN} run 2>err & relay=$!`,
        waitFor('ready$', 1),
        'kill -HUP $relay',
        waitFor('configuration reloaded', 1),
        'cp later.yaml netconsole-relay.yaml; kill -HUP $relay',
        waitFor('configuration reloaded', 2),
        'rm netconsole-relay.yaml; kill -HUP $relay',
        waitFor('stays in force', 1),
        'kill $relay; wait $relay; cat err',
      ].join('\n'),
      directory(),
    );
    await shell.exited;
    const lines = shell.stdout.split('\n').map((line) => line.replace(/^\S+ \w+ +/, ''));
    const file = './netconsole-relay.yaml';
    expect(
      lines.filter((line) => /configuration|embedded|listens on UDP/.test(line)),
    ).to.deep.equal([
      'configuration: embedded default',
      'source netconsole listens on UDP [::]:6666',
      'source syslog listens on UDP [::]:514',
      'configuration reloaded: embedded default; files reopened',
      lines.find((line) => line.startsWith('source kernel listens on UDP')),
      `${file} exists now and replaces the embedded default`,
      `configuration reloaded: ${file}; files reopened`,
      `${file}: cannot read the configuration: ENOENT (no such file or directory); restore the file, or restart the relay to use another`,
      'the new configuration is refused, the old one stays in force',
    ]);
  });
});
