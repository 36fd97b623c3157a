const SECOND_US = 1_000_000;
/** The ticks a second of kernels whose clock counts jiffies; 300 came with the last of them. */
const TICKS = [100, 250, 300, 1000];
/** Jiffies begin this long before they overflow (INITIAL_JIFFIES), so that drivers which cannot bear it are found. */
const BEFORE_OVERFLOW_US = 300 * SECOND_US;
const STARTS = Float64Array.from(TICKS, (hz) => 2 ** 32 * (SECOND_US / hz) - BEFORE_OVERFLOW_US);
const [START_100 = 0, START_250 = 0, START_300 = 0, START_1000 = 0] = STARTS;

/**
 * Start value of the clock that shows `uptimeUs`: 0, but 2^32 / HZ seconds less five minutes within those five minutes. Kernels 2.6.11 to
 * 2.6.22 print jiffies of 32 bits until they have a better clock: `[4294667.296000]` is the first line with HZ=1000. Microseconds.
 */
export function clockStart(uptimeUs: number): number {
  if (uptimeUs < START_1000) return 0;
  if (uptimeUs < START_1000 + BEFORE_OVERFLOW_US) return START_1000;
  if (uptimeUs < START_300) return 0;
  if (uptimeUs < START_300 + BEFORE_OVERFLOW_US) return START_300;
  if (uptimeUs < START_250) return 0;
  if (uptimeUs < START_250 + BEFORE_OVERFLOW_US) return START_250;
  return uptimeUs >= START_100 && uptimeUs < START_100 + BEFORE_OVERFLOW_US ? START_100 : 0;
}

/** How long such a clock runs before it shows 0. */
export const JIFFIES_LEAD_US = BEFORE_OVERFLOW_US;
