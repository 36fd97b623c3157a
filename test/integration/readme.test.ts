import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { freshClone } from './fresh-clone.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { findProgram } from '../servers/ensure-programs.ts';
import { Child } from '../servers/child.ts';
import { canUnshare, inOwnNamespace } from './own-namespace.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Commands of a page's `sh` blocks, in order. */
function commandsOf(page: string): string[] {
  const blocks = readFileSync(join(ROOT, page), 'utf8').matchAll(/```sh\n(.*?)```/gs);
  return [...blocks].flatMap(([, block = '']) => block.trimEnd().split('\n'));
}

/** Commands that are not typed here, and why. */
const ELSEWHERE = new Map([
  ['npm ci && npm test', 'this very run'],
  ['npm pack && npm install --global ./netconsole-relay-*.tgz', 'package.test.ts'],
  ['dmesg -n 8', 'typed on a machine that will crash'],
  [
    'modprobe netconsole netconsole=+@/eth0,6666@192.0.2.1/02:00:00:00:00:01',
    'typed on a machine that will crash',
  ],
  ["echo '<4>hello from netconsole' >/dev/kmsg", 'typed on a machine that will crash'],
]);

/** The content of the page's first block of a language. */
function firstBlock(language: string): string {
  const page = readFileSync(join(ROOT, 'README.md'), 'utf8');
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
}

describe('the example of README.md', () => {
  const directory = temporaryDirectory();

  it('shows lines of a file as its configuration writes them', async () => {
    const config = join(directory(), 'netconsole-relay.yaml');
    writeFileSync(config, firstBlock('yaml'));
    const recording = readFileSync(
      join(ROOT, 'test/captures/6.12.95caller-ext-lkdtm.jsonl'),
      'utf8',
    ).replaceAll(/"src": "[^"]*"/g, '"src": "192.0.2.10:6665"');
    const options = ['--config', config, '--output', 'text', '--now', '2026-11-30T14:40:00Z'];
    const child = new Child(process.execPath, ['dist/main.js', 'parse', ...options], {
      cwd: ROOT,
    });
    child.process.stdin?.end(recording);
    expect(await child.exited, child.stderr).to.equal(0);
    const written = child.stdout.split('\n').map((line) => line.trimEnd());
    const shown = firstBlock('text').trimEnd().split('\n');
    expect(shown).to.have.length(10);
    const places = shown.map((line) => written.indexOf(line));
    expect(places, 'every line, in order').to.deep.equal(
      places.toSorted((one, other) => one - other),
    );
    expect(places).not.to.include(-1);
  });
});

describe('the commands of README.md', () => {
  const directory = temporaryDirectory();

  it('are all run by this test', () => {
    const tested = ['npm ci && npm start', ...TYPED, ...CHECKED, ...ELSEWHERE.keys()];
    expect(commandsOf('README.md').filter((command) => !tested.includes(command))).to.deep.equal(
      [],
    );
  });

  const TYPED = [
    "npx netconsole-relay send 'hello from my first datagram'",
    'npx netconsole-relay replay test/captures/6.12.95-ext-sysrq-panic.jsonl --to 127.0.0.1:6666',
  ];

  it('start the relay, and show a first line and a panic arrive', async function () {
    if (!canUnshare || findProgram('ip') === undefined) {
      process.stdout.write('skipped: no right to make namespaces here\n');
      this.skip();
    }
    this.timeout(240_000);
    const log = '/var/log/localhost/netconsole.log';
    const waitFor = (text: string): string =>
      `for i in $(seq 300); do grep -qs '${text}' ${log} && break; sleep 0.1; done`;
    // What `npm ci` installs is there already, or this test would not run.
    const relay = inOwnNamespace(
      [
        'npm start &',
        // Fails until it is built, and is refused as long as nobody listens.
        'for i in $(seq 600); do node dist/mai?.js send probe 2>&- && break; sleep 0.3; done',
        ...TYPED,
        waitFor('hello from my first datagram'),
        waitFor('Rebooting in'),
        `cat ${log}`,
        'kill -TERM -1',
        // The end of this shell would end everything else at once.
        "while grep -qs 'main[.]js' /proc/[0-9]*/cmdline; do sleep 0.1; done",
      ].join('\n'),
      freshClone(directory()),
    );
    await relay.exited;
    expect(relay.stderr).to.match(/source netconsole listens on UDP \[::\]:6666/);
    expect(relay.stderr).to.match(
      /destination netconsole writes to \/var\/log\/\$HOST\/netconsole\.log/,
    );
    expect(relay.stderr).to.match(
      /to test it, run in another terminal: node dist\/main\.js send 'hello'/,
    );
    expect(relay.stdout).to.match(/ localhost \[ *\d+\.\d{6}\] hello from my first datagram\n/);
    expect(relay.stdout).to.match(
      / localhost \[ *\d+\.\d{6}\] Kernel panic - not syncing: sysrq triggered crash\n/,
    );
    expect(relay.stderr).to.match(/source netconsole: \d+ datagrams? = /);
  });

  const CHECKED = [
    'npx netconsole-relay check --config config/netconsole-relay.yaml',
    "echo '6,339,5140900,-;NET: Registered protocol family 10' | npx netconsole-relay parse",
  ];

  for (const command of CHECKED) {
    it(`run: ${command}`, () => {
      const { status, stdout } = spawnSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
      expect(status).to.equal(0);
      expect(stdout).to.match(/./);
    });
  }
});
