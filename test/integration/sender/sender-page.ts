import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../../servers/child.ts';
import { pathWithTools } from '../../servers/unpacked-tools.ts';
import { FakeKernel } from '../../setup/here/fake-kernel.ts';
import { MAIN } from '../running-relay.ts';
import { hasNetwork, runInTopology } from './topology.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const SENDER_PAGE = join(ROOT, 'docs/sender.md');

/** A block of commands with their output; after `console` stands where it is run. */
const BLOCK = /^```console(.*)\n\$ (.*)\n([^]*?)^```$/gm;

/** docs/sender.md with what its commands really print. `isWhole`: whether all of them could be run here. */
export async function realSenderPage(): Promise<{ page: string; isWhole: boolean }> {
  const page = readFileSync(SENDER_PAGE, 'utf8');
  const isWhole = hasNetwork();
  let real = '';
  let at = 0;
  for (const match of page.matchAll(BLOCK)) {
    const [block, where = '', command = '', printed = ''] = match;
    const [place, recording] = where.trim().split(' ');
    const isRun = isWhole || place === '';
    const output = isRun ? await outputOf(command, place ?? '', recording) : printed;
    real += `${page.slice(at, match.index)}\`\`\`console${where}\n$ ${command}\n${output}\`\`\``;
    at = match.index + block.length;
  }
  return { page: real + page.slice(at), isWhole };
}

/** Both streams of a command, as a terminal would show them. */
async function outputOf(
  command: string,
  place: string,
  recording: string | undefined,
): Promise<string> {
  const bin = mkdtempSync(join(tmpdir(), 'page-'));
  const kernel = new FakeKernel();
  writeFileSync(
    join(bin, 'netconsole-relay'),
    `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`,
    { mode: 0o755 },
  );
  try {
    if (place === 'relay') return await onRelay(command, bin, recording);
    const shell = ['sh', '-c', `${command} 2>&1`];
    if (place === 'sender') return runInTopology(shell, kernel.env, bin).stdout;
    const [program = '', ...parameters] = shell;
    const env = { ...process.env, PATH: `${bin}:${pathWithTools()}` };
    return spawnSync(program, parameters, { cwd: ROOT, encoding: 'utf8', env }).stdout;
  } finally {
    rmSync(bin, { recursive: true });
    kernel.remove();
  }
}

/** In a network of its own with the address 192.0.2.1; a recording is sent to port 6666 when the command is ready. */
async function onRelay(
  command: string,
  bin: string,
  recording: string | undefined,
): Promise<string> {
  const file = join(bin, 'recording.jsonl');
  const replay = `netconsole-relay replay ${file} --to 127.0.0.1:6666 --speed max --from-sources 2>/dev/null`;
  const isReady = 'until grep -qs :1A0A /proc/net/udp6; do sleep 0.1; done';
  const script = [
    'ip link set lo up',
    'ip link add eth0 address 02:00:00:00:00:01 type veth peer name peer',
    'ip link set eth0 addrgenmode none up',
    'ip link set peer addrgenmode none up',
    'ip addr add 192.0.2.1/24 dev eth0',
    ...(recording === undefined ? [] : [`{ ${isReady}; ${replay}; } &`]),
    `${command} 2>&1`,
  ];
  if (recording !== undefined) {
    writeFileSync(file, readFileSync(join(ROOT, 'test/captures', `${recording}.jsonl`)));
  }
  const env = { ...process.env, PATH: `${bin}:${pathWithTools()}` };
  const child = new Child('unshare', ['--net', 'sh', '-c', script.join('\n')], { cwd: ROOT, env });
  await child.exited;
  return child.stdout;
}
