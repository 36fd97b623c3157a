import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import type { Trial } from '../measure/trial.ts';
import type { BenchOptions } from '../options.ts';
import type { MissingReceiver } from '../receivers/receiver.ts';
import type { HighestRate } from '../suites/highest-rate.ts';
import type { LatencyResult } from '../suites/latency.ts';
import type { RedisTrial } from '../redis/redis-trial.ts';
import type { RedisInTrial } from '../redis/redis-in-trial.ts';
import type { SyslogOutTrial } from '../syslog-out/syslog-out-trial.ts';
import type { TcpTrial } from '../tcp/tcp-trial.ts';
import type { CrowdTrial } from '../suites/many-hosts.ts';

/** Everything one run found; what is written as JSON. */
export interface Results {
  readonly date: string;
  readonly machine: Machine;
  readonly options: BenchOptions;
  /** What every receiver was granted, in the unit of SO_RCVBUF. */
  readonly receiveBufferBytes: number;
  readonly missing: readonly MissingReceiver[];
  readonly fullSpeed: readonly Trial[];
  readonly highestRate: readonly HighestRate[];
  readonly latency: readonly LatencyResult[];
  readonly manyHosts: readonly CrowdTrial[];
  readonly redis: readonly RedisTrial[];
  readonly redisIn: readonly RedisInTrial[];
  readonly tcpIn: readonly TcpTrial[];
  readonly syslogOut: readonly SyslogOutTrial[];
}

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** The load average of the last minute before the run; what else the machine was doing. */
  readonly loadBefore: string;
}

export function describeMachine(): Machine {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    loadBefore: readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? 'unknown',
  };
}
