import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { ControlServer } from '../../../lib/operate/control-server.ts';
import { SERIES } from '../../../lib/operate/metrics/all-series.ts';
import { LogRecord } from '../../deliver/log-record.ts';
import { COUNT } from '../../../lib/observe/counters.ts';
import type { HostRow } from '../../../lib/observe/host-columns.ts';
import { sampleHosts, SampleRelay } from '../../operate/sample-relay.ts';
import { MAIN } from '../running-relay.ts';
import { Tmux } from './tmux.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const OPERATIONS_PAGE = join(ROOT, 'docs/operations.md');

const HOSTS = 10_000;
const SIZE = { columns: 100, lines: 24 } as const;
const SCREEN = /(<!-- Generated .*: top on .* -->\n\n```text\n)[^]*?(```\n)/;
const METRICS = /(<!-- Generated .*metrics\/\. -->\n\n)(?:\|.*\n)*/;

/** docs/operations.md with the real screen of `top`, and the metrics that exist. */
export async function realOperationsPage(): Promise<string> {
  const page = readFileSync(OPERATIONS_PAGE, 'utf8');
  const screen = await withTop(async (top) => {
    await top.shows('quit');
    return top.screen();
  });
  const text = page
    .replace(SCREEN, (_, before: string, after: string) => `${before}${screen}${after}`)
    .replace(METRICS, (_, before: string) => `${before}${metricsTable()}`);
  return format(text, { parser: 'markdown', singleQuote: true, printWidth: 100 });
}

/** Runs `top` on a terminal of its own, on a control socket that knows 10,000 hosts. */
export async function withTop<T>(use: (top: Tmux) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'top-'));
  const socket = join(directory, 'control.sock');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const relay = new StandingRelay();
  const facts = { version: manifest.version, startedAt: new Date(Date.now() - 3_600_500) };
  const server = new ControlServer(socket, { relay, facts });
  await server.listen(new LogRecord(), false);
  const top = new Tmux(`'${process.execPath}' '${MAIN}' top --control '${socket}'`, SIZE);
  try {
    return await use(top);
  } finally {
    top.end();
    server.close();
    rmSync(directory, { recursive: true });
  }
}

/** The hosts after an hour: a few send much, most send little. Each is its own endpoint. */
const STANDING = sampleHosts(HOSTS).map((row, index): HostRow => {
  const rank = (index * 7919) % HOSTS;
  const rate = 4000 / (rank + 10);
  return { ...row, rate, datagrams: Math.round(rate * (3500 + (index % 100))) };
});

/** Its hosts were always heard the same time ago, as their rates suggest; its counters are the sums of theirs. */
class StandingRelay extends SampleRelay {
  constructor() {
    const datagrams = STANDING.reduce((sum, row) => sum + row.datagrams, 0);
    super(STANDING, datagrams - 2);
    this.counts[COUNT.datagrams] = datagrams;
    this.counts[COUNT.sendersKnown] = HOSTS;
  }

  override hosts(withFiles: boolean): ReturnType<SampleRelay['hosts']> {
    const nowMs = Date.now();
    return Promise.resolve(
      STANDING.map((row) => ({
        ...row,
        file: withFiles ? row.file : '',
        lastSeenMs: nowMs - 1000 * Math.floor(1 / row.rate) - 400,
      })),
    );
  }
}

/** Whether terminals of a fixed size can be made here; a test that skips says so. */
export function hasTmux(): boolean {
  if (spawnSync('tmux', ['-V']).status === 0) return true;
  process.stdout.write('skipped: no tmux(1) here\n');
  return false;
}

function metricsTable(): string {
  const rows = SERIES.map(({ name, type, labels, help }) => {
    const words = labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${words} | ${help} |\n`;
  });
  return `| metric | type | labels | meaning |\n|---|---|---|---|\n${rows.join('')}`;
}
