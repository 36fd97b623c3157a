import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpackPackages } from '../../test/servers/debian-packages.ts';
import type { MissingReceiver } from '../receivers/receiver.ts';
import { startReceiverProcess } from '../receivers/receiver-process.ts';
import type { RedisReceiver, RedisSetup } from './redis-receiver.ts';

const ROOT = join(tmpdir(), 'netconsole-relay-bench-peers', 'syslog-ng');
const PACKAGES = ['syslog-ng-core', 'syslog-ng-mod-redis', 'libhiredis0.14'];

/** Debian's syslog-ng with its module for Redis, unpacked beside everything else. */
export function syslogNgToRedis(): RedisReceiver | MissingReceiver {
  const command = join(ROOT, 'usr/sbin/syslog-ng');
  try {
    if (!existsSync(command)) unpackPackages(ROOT, PACKAGES);
  } catch (error) {
    return { name: 'syslog-ng redis()', why: String(error) };
  }
  const libraries = ['usr/lib', 'lib'].flatMap((name) => {
    const directory = join(ROOT, name);
    if (!existsSync(directory)) return [];
    return readdirSync(directory).map((each) => join(directory, each));
  });
  const env = { LD_LIBRARY_PATH: libraries.join(':') };
  const answer = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const version = /syslog-ng \d+ \(([^)]+)\)/.exec(answer.stdout)?.[1] ?? '';
  const release = version.split('.').slice(0, 2).join('.');
  return {
    name: `syslog-ng ${version} redis()`,
    contents: ['one', 'equal'],
    start(setup) {
      const file = (name: string): string => join(setup.directory, name);
      writeFileSync(file('syslog-ng.conf'), configuration(release, setup));
      const args = ['-F', '--no-caps', '-f', file('syslog-ng.conf'), '-R', file('persist')];
      args.push('-p', file('pid'), '-c', file('control'));
      args.push('--module-path', join(ROOT, 'usr/lib/syslog-ng', release));
      return startReceiverProcess({ command, args, env, port: setup.port });
    },
  };
}

/** The members of the relay's event, as syslog-ng has them. */
const EQUAL = [
  'receivedAt="$R_ISODATE"',
  'source.address="$SOURCEIP"',
  'source.listener="$SOURCE"',
  'hostname="$HOST"',
  'facility="$FACILITY_NUM"',
  'severity="$LEVEL_NUM"',
  'timestamp="$S_ISODATE"',
  'appName="$PROGRAM"',
  'procId="$PID"',
  'message="$MSG"',
].join(' ');

function configuration(release: string, setup: RedisSetup): string {
  const { port, redisPort, streams, content, receiveBufferBytes } = setup;
  const stream = streams === 1 ? 'logs' : 'logs:$HOST';
  const field = content === 'one' ? '"msg" "$MSG"' : `"event" '$(format-json ${EQUAL})'`;
  return `
@version: ${release}
options {
  use-dns(no); use-fqdn(no); dns-cache(no); keep-hostname(yes);
  stats-freq(0); log-fifo-size(1000000); time-reap(60);
};
source load {
  network(ip("127.0.0.1") port(${port}) transport("udp")
    so-rcvbuf(${receiveBufferBytes}) log-fetch-limit(1000) log-iw-size(100000));
};
destination bus {
  redis(host("127.0.0.1") port(${redisPort}) command("XADD" "${stream}" "*" ${field})
    workers(2) batch-lines(500) batch-timeout(20));
};
log { source(load); destination(bus); };
`;
}
