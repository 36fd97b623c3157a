import { createRequire } from 'node:module';
import { join } from 'node:path';
import { WINSTON_TRANSPORTS, type TransportConfig } from '../../config/transport-config.ts';

/** Whether winston itself has the transport. */
export function isBuiltIn(module: string): module is (typeof WINSTON_TRANSPORTS)[number] {
  return WINSTON_TRANSPORTS.some((known) => known === module);
}

/** Why the module of a transport cannot be used: what, and what to do; undefined if it is there. It is not loaded. */
export function moduleProblem(
  transport: TransportConfig,
): { readonly what: string; readonly hint: string } | undefined {
  const { module, folder } = transport;
  if (isBuiltIn(module)) return undefined;
  try {
    resolveTransport(transport);
    return undefined;
  } catch {
    return {
      what: `Cannot find the transport ${module} from ${folder}`,
      hint: 'install the package there with npm, or correct its name',
    };
  }
}

/** The file of a transport that winston does not have. Throws what Node throws if there is none. */
export function resolveTransport({ module, folder }: TransportConfig): string {
  return createRequire(join(folder, 'configuration')).resolve(module);
}
