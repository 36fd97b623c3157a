import type { Config } from '../config/config.ts';
import type { PathFault } from '../config/path-fault.ts';
import { PemError, readPemFiles } from '../config/pem-files.ts';
import type { ServerTlsConfig, SourceConfig } from '../config/source-config.ts';

type Fault = Pick<PathFault, 'path' | 'what' | 'hint'>;

/** What `run` would refuse about `sources` on this machine, except unknown accounts, at the keys it is about; nothing is opened. */
export function sourceFaults({ sources }: Pick<Config, 'sources'>): PathFault[] {
  return sources.flatMap((source) =>
    faultsOf(source).map(({ path, what, hint }) => {
      const whole = ['sources', source.name, ...path];
      return { path: whole, atKey: false, offset: undefined, what, hint };
    }),
  );
}

function faultsOf(source: SourceConfig): readonly Fault[] {
  return source.type === 'tls' ? tlsFaults(source.tls) : [];
}

function tlsFaults({ cert, key, ca }: ServerTlsConfig): readonly Fault[] {
  try {
    readPemFiles({ cert, key, ca });
    return [];
  } catch (error) {
    if (!(error instanceof PemError)) throw error;
    return error.faults;
  }
}
