import type { PortHolder } from './port-holder.ts';

/** Names the process that holds the port, and the fix, for the end of an error message. */
export function describeHolder(holder: PortHolder | undefined, otherPort: string): string {
  if (holder === undefined) return `choose another port with ${otherPort}`;
  if (holder.isRelay) return describeRelay(holder, otherPort);
  const { pid, command } = holder;
  if (pid === undefined) {
    return `a process of another user has it: run as root to see which, or choose another port with ${otherPort}`;
  }
  return `process ${pid} (${command}) has it: stop it, or choose another port with ${otherPort}`;
}

/** A relay that has the port already knows what arrives there; `doctor` prints that if the relay's control socket answers. */
function describeRelay({ pid }: PortHolder, otherPort: string): string {
  return `a netconsole-relay (process ${pid}) receives there: ask it with status --control PATH, look into its log and files, stop it, or choose another port with ${otherPort}`;
}
