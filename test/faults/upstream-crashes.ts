import { setTimeout as pause } from 'node:timers/promises';
import { RunningRelay } from '../integration/running-relay.ts';
import { freeTcpPort, freeUdpPort } from '../servers/free-port.ts';
import { SyslogNg } from '../servers/syslog-ng.ts';
import { accountOf, sendNumbered, type Account } from './numbered-events.ts';

export interface CrashTrial {
  readonly events: number;
  readonly rate: number;
  readonly crashes: number;
  /** How long the peer is frozen before each crash. */
  readonly frozenMs: number;
  /** What forwards to the peer that crashes. */
  readonly forwarder: 'netconsole-relay' | 'syslog-ng';
}

/** Something that receives on a UDP port of 127.0.0.1 and forwards to the peer. */
interface Forwarder {
  readonly port: number;
  /** Delivers what it holds, and ends. */
  stop(): Promise<string>;
}

/** Kills the peer again and again while events pass, and returns what came through. */
export async function runCrashTrial(trial: CrashTrial): Promise<Account & { log: string }> {
  const port = await freeTcpPort();
  const peer = await SyslogNg.start(peerStatements(port));
  const forwarder = await startForwarder(trial.forwarder, port);
  const seconds = trial.events / trial.rate;
  try {
    const sent = sendNumbered(forwarder.port, trial.events, trial.rate);
    for (let crash = 0; crash < trial.crashes; crash++) {
      await pause((seconds * 1000) / (trial.crashes + 1) - trial.frozenMs);
      if (trial.frozenMs > 0) {
        peer.signal('SIGSTOP');
        await pause(trial.frozenMs);
      }
      await peer.halt('SIGKILL');
      await peer.restart();
    }
    await sent;
    // A syslog-ng that is stopped does not deliver its queue.
    if (trial.forwarder === 'syslog-ng') await peer.settledFile('all.log', 10_000);
    const log = await forwarder.stop();
    return { ...accountOf(await peer.settledFile('all.log', 3000), trial.events), log };
  } finally {
    await peer.stop();
  }
}

function peerStatements(port: number): string {
  return `options { keep-hostname(yes); use-dns(no); };
source s { syslog(transport("tcp") ip("127.0.0.1") port(${port}) log-iw-size(20000)); };
destination d { file("DIR/all.log" template("$MSG\\n") flush-lines(1)); };
log { source(s); destination(d); flags(flow-control); };`;
}

async function startForwarder(kind: CrashTrial['forwarder'], to: number): Promise<Forwarder> {
  return kind === 'syslog-ng' ? startSyslogNgForwarder(to) : startRelay(to);
}

async function startRelay(to: number): Promise<Forwarder> {
  const relay = await RunningRelay.start({
    config: `
sources: { net: { type: udp, listen: "127.0.0.1:0", keepHostname: true } }
destinations: { up: { type: syslog, to: "tcp://127.0.0.1:${to}", queue: 256MiB, spool: never } }
drainTimeout: 60s
`,
  });
  return {
    port: relay.port('net'),
    stop: async () => {
      const code = await relay.stop();
      if (code !== 0) throw new Error(`the relay ended with ${code}: ${relay.child.stderr}`);
      return relay.child.stderr;
    },
  };
}

/** Reconnects after a second, with room for everything. */
async function startSyslogNgForwarder(to: number): Promise<Forwarder> {
  const port = await freeUdpPort();
  const server = await SyslogNg.start(`options { keep-hostname(yes); use-dns(no); time-reopen(1); };
source s { syslog(transport("udp") ip("127.0.0.1") port(${port}) so-rcvbuf(33554432) log-fetch-limit(1000)); };
destination d { syslog("127.0.0.1" transport("tcp") port(${to}) log-fifo-size(1000000)); };
log { source(s); destination(d); };`);
  return {
    port,
    stop: async () => {
      const { log } = server;
      await server.stop();
      return log;
    },
  };
}
