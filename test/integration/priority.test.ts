import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { expect } from 'chai';
import { RECEIVING_NICENESS } from '../../lib/system/thread-priority.ts';
import { RunningRelay } from './running-relay.ts';

const MODULE = new URL('../../dist/system/thread-priority.js', import.meta.url).href;
const CONFIG = `
sources:
  kernel: { type: udp, listen: "127.0.0.1:0" }
destinations:
  files: { type: file, path: "DIR/lines.log" }
routes: [ { to: [files] } ]
`;
/** Prints whether the thread goes first, and its niceness then. */
const TRY = `
  import { getPriority } from 'node:os';
  import { raisePriority } from '${MODULE}';
  process.stdout.write(JSON.stringify([raisePriority(), getPriority(0)]));
`;

describe('priority of receiving threads', () => {
  before(function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0 || getPriority() !== 0) {
      process.stdout.write('skipped: needs root on Linux, at niceness 0\n');
      this.skip();
    }
  });

  it('is above the ordinary, and no other thread has it', async () => {
    const relay = await RunningRelay.start({ config: CONFIG, parameters: ['--shards', '2'] });
    const shards = process.env['NETCONSOLE_RELAY_RECEIVER'] === 'dgram' ? 1 : 2;
    const found = nicenesses(relay.child.process.pid as number);
    expect(await relay.stop()).to.equal(0);
    expect(found.filter((nice) => nice === RECEIVING_NICENESS)).to.have.length(shards);
    expect(new Set(found)).to.deep.equal(new Set([0, RECEIVING_NICENESS]));
  });

  it('stays as it is where somebody chose another', () => {
    expect(tryIn('nice', ['-n', '5'])).to.deep.equal([false, 5]);
  });

  it('stays as it is where the right is missing', () => {
    expect(
      tryIn('setpriv', ['--bounding-set', '-sys_nice', '--inh-caps', '-sys_nice']),
    ).to.deep.equal([false, 0]);
  });
});

/** Of every thread of a process; field 19 of `/proc/PID/task/TID/stat` (proc(5)). */
function nicenesses(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

function tryIn(program: string, parameters: readonly string[]): unknown {
  const node = [process.execPath, '--input-type=module', '--eval', TRY];
  return JSON.parse(execFileSync(program, [...parameters, ...node], { encoding: 'utf8' }));
}
