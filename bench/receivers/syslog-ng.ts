import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNetconsole } from '../generator/job.ts';
import { programInRoot, type RootProgram } from './peer-root.ts';
import type { MissingReceiver, Receiver, Setup } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

/** syslog-ng of a Debian root, or the installed one, with per-host files and no name look-ups. */
export function createSyslogNg(root: string | undefined): Receiver | MissingReceiver {
  const { command, prefix, modules } = findSyslogNg(root);
  const own = [...prefix, ...modules];
  const answer = spawnSync(command, [...own, '--version'], { encoding: 'utf8' });
  const version = /syslog-ng \d+ \(([^)]+)\)/.exec(answer.stdout ?? '')?.[1];
  if (version === undefined) {
    return { name: 'syslog-ng', why: 'not installed: apt-get install syslog-ng-core' };
  }
  return {
    name: `syslog-ng ${version}`,
    writesFiles: true,
    filesByHost: true,
    joinsFragments: false,
    start(setup) {
      const file = (name: string): string => join(setup.directory, name);
      writeFileSync(file('syslog-ng.conf'), configuration(version, setup));
      const args = [...own, '-F', '--no-caps', '-f', file('syslog-ng.conf'), '-R', file('persist')];
      args.push('-p', file('pid'), '-c', file('control'));
      return startReceiverProcess({ command, args, port: setup.port });
    },
  };
}

function findSyslogNg(
  root: string | undefined,
): RootProgram & { readonly modules: readonly string[] } {
  const installed = { command: 'syslog-ng', prefix: [], modules: [] };
  if (root === undefined) return installed;
  const program = programInRoot(root, 'usr/sbin/syslog-ng', ['usr/lib/syslog-ng']);
  if (program === undefined) return installed;
  const folder = join(root, 'usr/lib/syslog-ng');
  const version = readdirSync(folder).find((name) => /^\d+\.\d+$/.test(name)) ?? '';
  return { ...program, modules: ['--module-path', join(folder, version)] };
}

function configuration(version: string, setup: Setup): string {
  const { port, directory, receiveBufferBytes, format } = setup;
  const kernel = isNetconsole(format);
  // Kernel lines are no syslog: taken whole, they cost least, and are filed by address.
  const flags = {
    basic: 'no-parse',
    extended: 'no-parse',
    fragmented: 'no-parse',
    rfc3164: '',
    rfc5424: 'syslog-protocol',
  };
  const host = kernel ? '$SOURCEIP' : '$HOST';
  const line = kernel ? '$ISODATE $SOURCEIP $MSG\\n' : '$ISODATE $HOST $MSGHDR$MSG\\n';
  return `
@version: ${version.split('.').slice(0, 2).join('.')}
options {
  use-dns(no); use-fqdn(no); dns-cache(no); keep-hostname(yes); create-dirs(yes);
  stats-freq(0); flush-lines(1000); log-fifo-size(1000000); time-reap(60);
};
source load {
  network(ip("127.0.0.1") port(${port}) transport("udp") flags(${flags[format]})
    so-rcvbuf(${receiveBufferBytes}) log-fetch-limit(1000) log-iw-size(100000));
};
destination files { file("${directory}/${host}/messages.log" template("${line}")); };
log { source(load); destination(files); };
`;
}
