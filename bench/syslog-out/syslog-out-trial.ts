import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeTcpPort } from '../../test/servers/free-port.ts';
import { SyslogNg } from '../../test/servers/syslog-ng.ts';
import { startGenerator } from '../generator/generator.ts';
import { pacedJob } from '../generator/paced-job.ts';
import { fileSettled, linesIn } from '../measure/log-file.ts';
import { readProcessUsage } from '../measure/process-usage.ts';
import type { Bench } from '../measure/trial.ts';
import { findFreePort } from '../measure/udp-port.ts';
import { startReceiverProcess } from '../receivers/receiver-process.ts';

export type UpstreamTransport = 'tcp' | 'udp' | 'unix-dgram';

export interface SyslogOutLoad {
  readonly transport: UpstreamTransport;
  /** Messages a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** The relay in front of a syslog-ng under one load. */
export interface SyslogOutTrial {
  readonly load: SyslogOutLoad;
  readonly sent: number;
  /** Lines in the file of syslog-ng. */
  readonly delivered: number;
  /** Lines a second, from the first message to the last line in the file. */
  readonly rate: number;
  readonly cpuNsPerMessage: number;
  /** Of syslog-ng. */
  readonly peerNsPerMessage: number;
}

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const WARM_UP_SECONDS = 2;

/** How syslog-ng receives, and what the relay is told; the pairs of docs/upstream.md. */
const PAIRS: Record<
  UpstreamTransport,
  (port: number, directory: string) => { readonly source: string; readonly to: string }
> = {
  tcp: (port) => ({
    source: `syslog(transport("tcp") ip("127.0.0.1") port(${port}) log-iw-size(100000) log-fetch-limit(1000))`,
    to: `tcp://127.0.0.1:${port}`,
  }),
  udp: (port) => ({
    source: `syslog(transport("udp") ip("127.0.0.1") port(${port}) so-rcvbuf(33554432) log-iw-size(100000) log-fetch-limit(1000))`,
    to: `udp://127.0.0.1:${port}`,
  }),
  'unix-dgram': (_port, directory) => ({
    source: `unix-dgram("${directory}/socket" flags(syslog-protocol) log-iw-size(100000) log-fetch-limit(1000))`,
    to: `unix-dgram:${directory}/socket`,
  }),
};

/** Starts syslog-ng and the relay, puts the relay under load, and stops both when all is written. */
export async function syslogOutTrial(bench: Bench, load: SyslogOutLoad): Promise<SyslogOutTrial> {
  const { transport } = load;
  const directory = mkdtempSync(join(bench.directory, 'upstream-'));
  const file = join(directory, 'messages.log');
  const { source, to } = PAIRS[transport](await freeTcpPort(), directory);
  const peer = await SyslogNg.start(`
options { keep-hostname(yes); use-dns(no); stats-freq(0); flush-lines(1000); };
source relay { ${source}; };
destination file { file("${file}" log-fifo-size(200000) template("$ISODATE $HOST $MSGHDR$MSG\\n")); };
log { source(relay); destination(file); flags(flow-control); };`);
  const port = await findFreePort();
  const generator = await startGenerator(pacedJob(port, load, WARM_UP_SECONDS));
  const relay = await startReceiverProcess({
    command: process.execPath,
    args: [MAIN, 'run', '--config', configurationIn(directory, { port, to, bench })],
    port,
    readyWord: 'ready',
  });
  try {
    await generator.warmUp();
    await fileSettled(file);
    const warm = await linesIn(file);
    const relayBefore = readProcessUsage(relay.pid).cpuSeconds;
    const peerBefore = readProcessUsage(peer.pid).cpuSeconds;
    const startedMs = performance.now();
    const { sent } = await generator.go();
    const endedMs = await fileSettled(file);
    const relayCpu = readProcessUsage(relay.pid).cpuSeconds - relayBefore;
    const peerCpu = readProcessUsage(peer.pid).cpuSeconds - peerBefore;
    const delivered = (await linesIn(file)) - warm;
    return {
      load,
      sent,
      delivered,
      rate: (delivered * 1000) / (endedMs - startedMs),
      cpuNsPerMessage: (relayCpu * 1e9) / Math.max(1, delivered),
      peerNsPerMessage: (peerCpu * 1e9) / Math.max(1, delivered),
    };
  } finally {
    generator.end();
    await relay.stop();
    await peer.stop();
    rmSync(directory, { recursive: true });
  }
}

function configurationIn(
  directory: string,
  { port, to, bench }: { readonly port: number; readonly to: string; readonly bench: Bench },
): string {
  const config = join(directory, 'relay.yaml');
  writeFileSync(
    config,
    `
sources:
  load:
    type: udp
    listen: 127.0.0.1:${port}
    receiveBuffer: ${bench.receiveBufferBytes / 1024}KiB
    keepHostname: true
destinations:
  up: { type: syslog, to: "${to}", queue: 1GiB, spool: never }
control: { socket: ${directory}/control.sock }
`,
  );
  return config;
}
