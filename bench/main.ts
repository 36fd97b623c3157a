/** `npm run bench`: the relay, its peers, and a receiver that only counts, under the same load, in turn. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withReceiveBuffer } from './measure/receive-buffer.ts';
import type { Trial } from './measure/trial.ts';
import { readOptions, USAGE, type BenchOptions } from './options.ts';
import { createCounter } from './receivers/counter.ts';
import type { MissingReceiver, Receiver } from './receivers/receiver.ts';
import { createRelay } from './receivers/relay.ts';
import { createNetconsd } from './receivers/netconsd.ts';
import { createRsyslog } from './receivers/rsyslog.ts';
import { createSyslogNg } from './receivers/syslog-ng.ts';
import { writePerformanceDoc } from './report/performance-doc.ts';
import { describeMachine, type Results } from './report/results.ts';
import { formatTables } from './report/tables.ts';
import { runSuites } from './suites/run-suites.ts';

const options = optionsOrExit();
mkdirSync(options.directory, { recursive: true });
try {
  const results = await measure();
  const tables = formatTables(results);
  process.stdout.write(`\n${tables}`);
  process.stderr.write(`\nresults: ${keep(results)}\n`);
  if (options.writeDocs) await writePerformanceDoc(tables);
} finally {
  rmSync(options.directory, { recursive: true });
}

async function measure(): Promise<Results> {
  const { directory } = options;
  const date = new Date().toISOString();
  const machine = describeMachine();
  const candidates: (Receiver | MissingReceiver)[] = [
    createCounter(directory),
    createRelay(options.shards),
    ...(options.before === undefined
      ? []
      : [createRelay(options.shards, { checkout: options.before })]),
    ...(options.peers
      ? [
          createRsyslog(options.peerRoot),
          createSyslogNg(options.peerRoot),
          createNetconsd(options.peerRoot),
        ]
      : []),
  ];
  const receivers = candidates.filter((candidate) => 'start' in candidate);
  const missing = candidates.filter((candidate) => 'why' in candidate);
  return withReceiveBuffer(options.receiveBufferBytes, async (receiveBufferBytes) => {
    const bench = { directory, receiveBufferBytes };
    const found = await runSuites(bench, receivers, options, reportTrial);
    return { date, machine, options, receiveBufferBytes, missing, ...found };
  });
}

function reportTrial(trial: Trial): void {
  const { load, receiver, sent, seconds, delivered, kernelDrops, cpuNsPerMessage } = trial;
  const rate = Math.round(sent / seconds);
  process.stderr.write(
    `${load.format} ${receiver}: ${delivered} of ${sent} at ${rate}/s, ${kernelDrops} kernel drops, ` +
      `${Math.round(cpuNsPerMessage)} ns\n`,
  );
}

/** Returns the file's name. */
function keep(results: Results): string {
  const directory = fileURLToPath(new URL('results', import.meta.url));
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${results.date.replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  return file;
}

function optionsOrExit(): BenchOptions {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  try {
    return readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(100);
  }
}
