import { plural } from '../config/plural.ts';
import type { OwnLog } from '../log/own-log.ts';
import { DONE } from './command-error.ts';
import { leave } from './leave.ts';
import type { Running } from './running.ts';

/** Exit code of a running relay besides those of every command. */
const UNDELIVERED = 99;
/** From the end of drainTimeout on: what keeps the relay from stopping is not waited for any longer. */
const LATE_MS = 800;

/** Ends the process soon after drainTimeout, whatever keeps the relay from stopping until then. To be called when the stop begins. */
export function endLater({ relay, config }: Running, log: OwnLog): void {
  setTimeout(
    () => {
      for (const line of relay?.account() ?? []) log.notice(line);
      const undelivered = relay?.undelivered() ?? 0;
      log.error(
        `Cannot stop within drainTimeout: something hangs; ended with ${plural(undelivered, 'event')} undelivered`,
      );
      void leave(undelivered > 0 ? UNDELIVERED : DONE);
    },
    (relay?.config ?? config).drainTimeoutMs + LATE_MS,
  );
}

/** Stops in order. Returns the exit code. */
export async function stopInOrder({ relay }: Running, log: OwnLog): Promise<number> {
  const isDelivered = (await relay?.stop((line) => log.notice(line))) ?? true;
  if (isDelivered) return DONE;
  log.error('stopped with events undelivered: drainTimeout passed');
  return UNDELIVERED;
}

/** Ends the process because of a second signal to stop. */
export function stopAtOnce({ relay }: Running, log: OwnLog): void {
  for (const line of relay?.account() ?? []) log.notice(line);
  log.error(
    `stopped at once by a second signal: ${plural(relay?.undelivered() ?? 0, 'event')} undelivered`,
  );
  void leave(UNDELIVERED);
}
