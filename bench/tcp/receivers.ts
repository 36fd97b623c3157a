import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentOf, findProgram } from '../../test/servers/ensure-programs.ts';
import { modulesOf } from '../../test/servers/syslog-ng.ts';
import type { MissingReceiver } from '../receivers/receiver.ts';
import { startReceiverProcess } from '../receivers/receiver-process.ts';
import { findRsyslog } from '../receivers/rsyslog-package.ts';
import type { TcpReceiver, TcpSetup } from './tcp-receiver.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The relay as built, syslog-ng and rsyslog, or why one of them does not take part. */
export function tcpReceivers(peers: boolean): (TcpReceiver | MissingReceiver)[] {
  return [relay(), ...(peers ? [syslogNg(), rsyslog()] : [])];
}

function relay(): TcpReceiver | MissingReceiver {
  const name = 'netconsole-relay';
  if (!existsSync(MAIN)) return { name, why: 'not built: npm run build' };
  return {
    name,
    start({ port, directory, connections }) {
      const config = join(directory, 'relay.yaml');
      writeFileSync(
        config,
        `
sources:
  load: { type: tcp, listen: "127.0.0.1:${port}", keepHostname: true, maxConnections: ${connections} }
destinations:
  file: { type: file, path: ${directory}/messages.log }
`,
      );
      const args = [MAIN, 'run', '--config', config];
      return startReceiverProcess({ command: process.execPath, args, readyWord: 'ready' });
    },
  };
}

function syslogNg(): TcpReceiver | MissingReceiver {
  const command = findProgram('syslog-ng') ?? 'syslog-ng';
  const env = environmentOf(command) as Record<string, string>;
  const answer = spawnSync(command, [...modulesOf(command), '--version'], {
    encoding: 'utf8',
    env,
  });
  const version = /syslog-ng \d+ \(([^)]+)\)/.exec(answer.stdout ?? '')?.[1];
  if (version === undefined) {
    return { name: 'syslog-ng', why: 'not installed: apt-get install syslog-ng-core' };
  }
  return {
    name: `syslog-ng ${version}`,
    start(setup) {
      const file = (name: string): string => join(setup.directory, name);
      writeFileSync(file('syslog-ng.conf'), syslogNgConfiguration(version, setup));
      const args = ['-F', '--no-caps', '-f', file('syslog-ng.conf'), '-R', file('persist')];
      args.push('-p', file('pid'), '-c', file('control'), ...modulesOf(command));
      const readyWord = 'syslog-ng starting up';
      return startReceiverProcess({
        command,
        args: [...args, '-e', '-v'],
        env,
        readyWord,
      });
    },
  };
}

/** flags(flow-control) keeps what the file cannot take in the connections, as the relay does. */
function syslogNgConfiguration(version: string, setup: TcpSetup): string {
  const { port, directory, connections } = setup;
  const window = 100_000;
  return `
@version: ${version.split('.').slice(0, 2).join('.')}
options {
  use-dns(no); use-fqdn(no); dns-cache(no); keep-hostname(yes); stats-freq(0); flush-lines(1000);
};
source load {
  network(ip("127.0.0.1") port(${port}) transport("tcp") max-connections(${connections})
    log-fetch-limit(1000) log-iw-size(${window}));
};
destination file {
  file("${directory}/messages.log" log-fifo-size(${2 * window}) template("$ISODATE $HOST $MSGHDR$MSG\\n"));
};
log { source(load); destination(file); flags(flow-control); };
`;
}

function rsyslog(): TcpReceiver | MissingReceiver {
  const program = findRsyslog(undefined);
  if (program === undefined) {
    return { name: 'rsyslog', why: 'not installed, and its Debian package could not be fetched' };
  }
  const { command, libraries, modules } = program;
  const env = libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries };
  const answer = spawnSync(command, ['-v'], { encoding: 'utf8', env: { ...process.env, ...env } });
  const version = /rsyslogd\s+([\d.]+)/.exec(answer.stdout ?? '')?.[1] ?? 'unknown';
  return {
    name: `rsyslog ${version}`,
    start(setup) {
      const config = join(setup.directory, 'rsyslog.conf');
      writeFileSync(config, rsyslogConfiguration(setup));
      const args = ['-n', '-f', config, '-i', join(setup.directory, 'pid')];
      if (modules !== undefined) args.push('-M', modules);
      return startReceiverProcess({ command, args, env });
    },
  };
}

function rsyslogConfiguration({ port, directory, connections }: TcpSetup): string {
  return `
global(workDirectory="${directory}" net.enableDNS="off")
module(load="imtcp" maxSessions="${connections}")
module(load="builtin:omfile")
template(name="line" type="string"
  string="%timegenerated:::date-rfc3339% %hostname% %syslogtag%%msg:::sp-if-no-1st-sp%%msg%\\n")
ruleset(name="load" queue.type="FixedArray" queue.size="250000" queue.dequeueBatchSize="4096"
  queue.workerThreads="1") {
  action(type="omfile" file="${directory}/messages.log" template="line" ioBufferSize="64k"
    flushOnTXEnd="off" asyncWriting="off")
}
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="load")
`;
}
