import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNetconsole } from '../generator/job.ts';
import type { MissingReceiver, Receiver, Setup } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';
import { findRsyslog, type RsyslogProgram } from './rsyslog-package.ts';

/** rsyslog with per-host files, as its documentation advises for high rates. */
export function createRsyslog(root: string | undefined): Receiver | MissingReceiver {
  const program = findRsyslog(root);
  if (program === undefined) {
    return { name: 'rsyslog', why: 'not installed, and its Debian package could not be fetched' };
  }
  const env = program.libraries === undefined ? {} : { LD_LIBRARY_PATH: program.libraries };
  const { prefix = [] } = program;
  const answer = spawnSync(program.command, [...prefix, '-v'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const version = /rsyslogd\s+([\d.]+)/.exec(answer.stdout ?? '')?.[1] ?? 'unknown';
  return {
    name: `rsyslog ${version}`,
    writesFiles: true,
    filesByHost: true,
    joinsFragments: false,
    start(setup) {
      const config = join(setup.directory, 'rsyslog.conf');
      writeFileSync(config, configuration(setup));
      const args = [
        ...prefix,
        '-n',
        '-f',
        config,
        '-i',
        join(setup.directory, 'pid'),
        ...moduleArgs(program),
      ];
      return startReceiverProcess({ command: program.command, args, env, port: setup.port });
    },
  };
}

function moduleArgs({ modules }: RsyslogProgram): readonly string[] {
  return modules === undefined ? [] : ['-M', modules];
}

function configuration(setup: Setup): string {
  const { port, directory, receiveBufferBytes, format, hosts, aim } = setup;
  // It searches its open files from one end to the other: with thousands of hosts, opening anew costs less (measured).
  const openFiles = hosts > 1000 ? 50 : 1000;
  const kernel = isNetconsole(format);
  const host = kernel ? '%fromhost-ip%' : '%hostname:::secpath-replace%';
  const line = kernel
    ? '%timegenerated:::date-rfc3339% %fromhost-ip% %rawmsg-after-pri%\\n'
    : '%timegenerated:::date-rfc3339% %hostname% %syslogtag%%msg:::sp-if-no-1st-sp%%msg%\\n';
  return `
global(workDirectory="${directory}" net.enableDNS="off")
module(load="imudp" batchSize="128" timeRequery="8")
module(load="builtin:omfile")
template(name="path" type="string" string="${directory}/${host}/messages.log")
template(name="line" type="string" string="${line}")
ruleset(name="load" queue.type="FixedArray" queue.size="250000" queue.dequeueBatchSize="4096"
  queue.workerThreads="1") {
  action(type="omfile" dynaFile="path" template="line" dynaFileCacheSize="${openFiles}"
    ioBufferSize="64k" flushOnTXEnd="${aim === 'throughput' ? 'off' : 'on'}" asyncWriting="off")
}
input(type="imudp" address="127.0.0.1" port="${port}" rcvbufSize="${receiveBufferBytes}"
  ruleset="load")
`;
}
