import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { datagramsOf } from '../generator/fragments.ts';
import { startGenerator, type Generator } from '../generator/generator.ts';
import type { GeneratorResult, Job } from '../generator/job.ts';
import type { Receiver, RunningReceiver, Setup } from '../receivers/receiver.ts';
import { bringToRest } from './at-rest.ts';
import { readDelivered } from './delivered.ts';
import { readProcessUsage } from './process-usage.ts';
import { settled } from './settled.ts';
import { findFreePort, readUdpPort } from './udp-port.ts';

/** Where receivers write, and what they are granted. */
export interface Bench {
  readonly directory: string;
  readonly receiveBufferBytes: number;
}

/** A job without what each trial chooses itself. */
export type Load = Omit<Job, 'port' | 'warmUp' | 'pacedWarmUp'>;

/** One receiver under one load. */
export interface Trial {
  readonly receiver: string;
  readonly load: Load;
  readonly sent: number;
  /** What `sent` messages are in datagrams. */
  readonly datagrams: number;
  readonly seconds: number;
  /** Distinct messages found in the right file, or counted. */
  readonly delivered: number;
  readonly repeated: number;
  readonly misfiled: number;
  /** Dropped by the kernel, the receive buffer being full. */
  readonly kernelDrops: number;
  /** CPU of the receiver alone. */
  readonly cpuNsPerMessage: number;
  /** By what reached it, which for single datagrams is nearly the same. */
  readonly cpuNsPerDatagram: number;
  readonly peakBytes: number;
  readonly openFiles: number;
}

/**
 * What runs while the generator sends, such as a reader that follows a file: called after the warm-up, returns what is
 * called when sending has begun.
 */
export type Watch = (directory: string) => (sending: Promise<GeneratorResult>) => Promise<void>;

/** Enough to have hot code compiled, and compiled again with what was learned meanwhile. */
const LEAST_WARM_UP = 200_000;
/** At a steady rate code goes other ways than without pauses; they shall be compiled, too. */
const PACED_WARM_UP_SECONDS = 3;

/** Starts a receiver, puts it under load, waits until it has written all it will, and stops it. */
export async function runTrial(
  bench: Bench,
  receiver: Receiver,
  load: Load,
  { aim = 'throughput', watch }: { aim?: Setup['aim']; watch?: Watch } = {},
): Promise<Trial> {
  mkdirSync(bench.directory, { recursive: true });
  bringToRest(bench.directory);
  const directory = mkdtempSync(join(bench.directory, 'trial-'));
  const port = await findFreePort();
  const wholeRuns = (count: number): number => Math.ceil(count / load.run) * load.run;
  const unpaced = wholeRuns(
    Math.max(LEAST_WARM_UP, load.hosts * load.run, load.senders * load.run),
  );
  const pacedWarmUp = wholeRuns((load.rate ?? 0) * PACED_WARM_UP_SECONDS);
  const warmUp = unpaced + pacedWarmUp;
  const job = { ...load, messages: wholeRuns(load.messages), port, warmUp, pacedWarmUp };
  const { receiveBufferBytes } = bench;
  const { format, hosts } = load;
  const setup = { format, hosts, port, directory, receiveBufferBytes, aim };
  let generator: Generator | undefined;
  try {
    generator = await startGenerator(job);
    const { measured, printed } = await underLoad(await receiver.start(setup), generator, {
      ...setup,
      watch,
    });
    const found = receiver.writesFiles
      ? readDelivered(directory, job, receiver.filesByHost)
      : { distinct: Math.max(0, Number(printed) - warmUp), repeated: 0, misfiled: 0 };
    const { cpuSeconds, ...rest } = measured;
    const datagrams = datagramsOf(format, rest.sent);
    return {
      receiver: receiver.name,
      load,
      ...rest,
      datagrams,
      delivered: found.distinct,
      repeated: found.repeated,
      misfiled: found.misfiled,
      cpuNsPerMessage: (cpuSeconds * 1e9) / Math.max(1, found.distinct),
      cpuNsPerDatagram: (cpuSeconds * 1e9) / Math.max(1, datagrams - rest.kernelDrops),
    };
  } finally {
    generator?.end();
    rmSync(directory, { recursive: true });
  }
}

type Measured = GeneratorResult &
  Pick<Trial, 'kernelDrops' | 'peakBytes' | 'openFiles'> & { readonly cpuSeconds: number };

/** Warms the receiver up, measures it, and stops it whatever happens; returns what it printed, too. */
async function underLoad(
  running: RunningReceiver,
  generator: Generator,
  { port, directory, watch }: Setup & { readonly watch: Watch | undefined },
): Promise<{ measured: Measured; printed: string }> {
  const { pid } = running;
  const measure = async (): Promise<Measured> => {
    await generator.warmUp();
    await settled(pid, port, directory);
    const follow = watch?.(directory);
    const before = readProcessUsage(pid);
    const dropsBefore = readUdpPort(port)?.drops ?? 0;
    const sending = generator.go();
    await follow?.(sending);
    const result = await sending;
    await settled(pid, port, directory);
    const after = readProcessUsage(pid);
    return {
      ...result,
      kernelDrops: (readUdpPort(port)?.drops ?? 0) - dropsBefore,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      peakBytes: after.peakBytes,
      openFiles: after.openFiles,
    };
  };
  try {
    const measured = await measure();
    return { measured, printed: await running.stop() };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
