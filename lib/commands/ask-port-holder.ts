import type { RelayStatus } from '../operate/status.ts';
import { ControlClient, ControlUnreachable } from '../operate/control-client.ts';
import { statusText } from '../operate/status-text.ts';
import { controlSocketOf } from '../setup/doctor/control-socket-of.ts';
import { findPortHolder } from '../setup/doctor/port-holder.ts';
import { systemCode } from './command-error.ts';

const TIMEOUT_MS = 5000;

/** What the relay that has a port knows of what arrives there. */
export interface HolderReport {
  readonly lines: readonly string[];
  /** Whether it has received anything. */
  readonly hasHosts: boolean;
}

/** Asks the relay that has a UDP port. Undefined if `error` is not that the port is taken, or if no relay of this program has it and answers. */
export async function askPortHolder(
  port: number,
  error: unknown,
  width: number,
): Promise<HolderReport | undefined> {
  const cause = error instanceof Error ? systemCode(error.cause) : undefined;
  const holder = cause === 'EADDRINUSE' ? findPortHolder(port) : undefined;
  if (holder?.pid === undefined || !holder.isRelay) return undefined;
  const socket = controlSocketOf(holder.pid);
  if (socket === undefined) return undefined;
  try {
    const { body } = await new ControlClient(socket).get('/status?files=1', TIMEOUT_MS);
    const status = JSON.parse(body) as RelayStatus;
    return {
      lines: [`a running relay receives on port ${port}:`, '', ...statusText(status, width)],
      hasHosts: status.hostCount > 0,
    };
  } catch (unreachable) {
    if (unreachable instanceof ControlUnreachable) return undefined;
    throw unreachable;
  }
}
