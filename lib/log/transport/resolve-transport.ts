import { createRequire } from 'node:module';
import { join } from 'node:path';
import { WINSTON_TRANSPORTS, type TransportConfig } from '../../config/transport-config.ts';

/** Whether winston itself has the transport. */
export function isBuiltIn(module: string): module is (typeof WINSTON_TRANSPORTS)[number] {
  return WINSTON_TRANSPORTS.some((known) => known === module);
}

/** The file of a transport that winston does not have. Throws what Node throws if there is none. */
export function resolveTransport({ module, folder }: TransportConfig): string {
  return createRequire(join(folder, 'configuration')).resolve(module);
}
