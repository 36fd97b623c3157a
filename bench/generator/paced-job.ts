import type { Job } from './job.ts';

const UNPACED_WARM_UP = 50_000;

/** RFC 3164 messages of 64 hosts at a steady rate, after a warm-up of this many seconds at that rate. */
export function pacedJob(
  port: number,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
  warmUpSeconds: number,
): Job {
  const pacedWarmUp = rate * warmUpSeconds;
  return {
    port,
    format: 'rfc3164',
    messages: rate * seconds,
    warmUp: UNPACED_WARM_UP + pacedWarmUp,
    pacedWarmUp,
    hosts: 64,
    senders: 64,
    rate,
    burst: 1,
    run: 1,
    timed: false,
  };
}
