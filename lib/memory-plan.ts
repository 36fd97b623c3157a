import { totalmem } from 'node:os';
import type { Config } from './config/config.ts';
import { printSize } from './config/size.ts';
import { BUFFER_BYTES } from './deliver/buffer-pool.ts';
import { MAX_BACKLOG_BYTES, SMALL_CHUNK_BYTES } from './receive/udp/backlog.ts';
import { MAX_BATCHES_BYTES, type ShardMemory } from './shard/shard-memory.ts';

const MIB = 1024 * 1024;
/** The process without a datagram. */
const IDLE_BYTES = 50 * MIB;
/** Of what a container leaves above that; the rest is for the heaps, which grow with the work. */
const SHARE = 0.6;
const QUEUES_SHARE = 1 / 2;
const BACKLOG_SHARE = 1 / 4;
const BATCHES_SHARE = 1 / 4;
/** With less the relay would lose what it can deliver, however small the container. */
const LEAST_LIMIT = 4 * MIB;
const LEAST_QUEUE = 2 * BUFFER_BYTES;

/** Bytes that datagrams and events may take while they wait. */
export interface MemoryPlan {
  /** Of each shard. */
  readonly shard: ShardMemory;
  /** Of all queues together. */
  readonly queuesBytes: number;
}

/** The limit that `memory: auto` means: of a container with `constrained` bytes on a machine with `total`; undefined without a real limit. */
export function automaticLimit(
  constrained: number = process.constrainedMemory(),
  total: number = totalmem(),
): number | undefined {
  if (constrained <= 0 || constrained >= total) return undefined;
  return Math.max(LEAST_LIMIT, SHARE * (constrained - IDLE_BYTES));
}

/** Divides the limit that is in force; undefined when there is none. */
export function planMemory(config: Config, automatic = automaticLimit()): MemoryPlan | undefined {
  const limit = config.memoryBytes ?? automatic;
  if (limit === undefined) return undefined;
  const ofShard = limit / config.shards;
  return {
    shard: {
      backlogBytes: whole(ofShard * BACKLOG_SHARE, SMALL_CHUNK_BYTES, MAX_BACKLOG_BYTES),
      batchesBytes: whole(ofShard * BATCHES_SHARE, BUFFER_BYTES, MAX_BATCHES_BYTES),
      // Buffers that waited in queues are used again.
      idleBuffers: Math.ceil((ofShard * (QUEUES_SHARE + BATCHES_SHARE)) / BUFFER_BYTES),
    },
    queuesBytes: limit * QUEUES_SHARE,
  };
}

/** The configuration with queues that keep within the plan, each with an equal part of it at most. */
export function limitQueues(config: Config, plan: MemoryPlan | undefined): Config {
  if (plan === undefined) return config;
  const part = Math.max(LEAST_QUEUE, Math.floor(plan.queuesBytes / config.destinations.length));
  const destinations = config.destinations.map((each) => ({
    ...each,
    queueBytes: Math.min(each.queueBytes, part),
  }));
  return { ...config, destinations };
}

/** One line about the plan. */
export function describePlan({ shard, queuesBytes }: MemoryPlan): string {
  const sizes = [queuesBytes, shard.backlogBytes, shard.batchesBytes].map((bytes) =>
    printSize(Math.floor(bytes / 1024) * 1024),
  );
  return `memory limit: ${sizes[0]} for queues; of each shard ${sizes[1]} for datagrams that wait, ${sizes[2]} for batches`;
}

function whole(bytes: number, unit: number, most: number): number {
  return Math.min(most, Math.max(unit, Math.floor(bytes / unit) * unit));
}
