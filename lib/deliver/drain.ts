import type { Destination } from './destination.ts';

/** When a drain ends. */
export interface DrainLimits {
  /** From then on, destinations with a spool store what they have not delivered. */
  readonly spillFrom: AbortSignal;
  /** What is neither delivered nor stored by then is dropped. */
  readonly until: AbortSignal;
}

/** Half of the time is for delivering, the rest for storing. */
export function drainLimits(timeoutMs: number): DrainLimits {
  return {
    spillFrom: AbortSignal.timeout(timeoutMs / 2),
    until: AbortSignal.timeout(timeoutMs),
  };
}

/** Ends a destination. Returns whether everything was delivered or stored; the rest is counted as dropped. */
export async function drainAndClose(
  destination: Destination,
  { until, spillFrom }: DrainLimits,
): Promise<boolean> {
  const isDrained = await destination.drain(until, spillFrom).then(
    () => true,
    () => false,
  );
  await destination.close(isDrained ? 'closed' : 'drain-deadline');
  return isDrained;
}
