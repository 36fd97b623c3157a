import type { WinstonDestinationConfig } from '../../config/destination-config.ts';
import type { TransportConfig } from '../../config/transport-config.ts';
import { moduleProblem } from '../../log/transport/resolve-transport.ts';
import { DestinationError } from '../destination-error.ts';
import type { Destination, DestinationContext } from '../destination.ts';
import { Outbox } from '../outbox/outbox.ts';
import { WinstonCarrier } from './winston-carrier.ts';

/** Hands events to a winston transport. Throws a DestinationError if its module is not there. */
export function createWinstonDestination(
  config: WinstonDestinationConfig,
  { log, queue, counts }: DestinationContext,
): Destination {
  checkModule(config.transport);
  const carrier = new WinstonCarrier(config, { log });
  return new Outbox({ name: config.name, queue }, { carrier, log, counts });
}

/** Throws a DestinationError if the module of a transport cannot be found; it is not loaded. */
export function checkModule(transport: TransportConfig): void {
  const problem = moduleProblem(transport);
  if (problem !== undefined) throw new DestinationError(`${problem.what}; ${problem.hint}`);
}
