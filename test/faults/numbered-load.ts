import { startGenerator, type Generator } from '../../bench/generator/generator.ts';
import type { Job } from '../../bench/generator/job.ts';

export const HOSTS = 100;

/** A generator of numbered RFC 3164 messages of 100 hosts, from number 0, at a steady rate to a port of 127.0.0.1. */
export async function numberedLoad(
  port: number,
  { messages, rate }: { readonly messages: number; readonly rate: number },
): Promise<Generator> {
  const job: Job = {
    port,
    format: 'rfc3164',
    messages,
    warmUp: 0,
    pacedWarmUp: 0,
    hosts: HOSTS,
    senders: HOSTS,
    rate,
    burst: 1,
    run: 1,
    timed: false,
  };
  const generator = await startGenerator(job);
  await generator.warmUp();
  return generator;
}
