import type { Config } from '../config/config.ts';
import type { PathFault } from '../config/path-fault.ts';
import { PemError, readPemFiles } from '../config/pem-files.ts';
import type { ServerTlsConfig, SourceConfig } from '../config/source-config.ts';
import { accountFaults } from '../deliver/account-faults.ts';

type Fault = Pick<PathFault, 'path' | 'what' | 'hint'>;

/** What `run` would refuse about the sources of `config` on this machine, at the keys it is about; nothing is opened. */
export function sourceFaults({ sources }: Config): PathFault[] {
  return sources.flatMap((source) =>
    faultsOf(source).map(({ path, what, hint }) => {
      const whole = ['sources', source.name, ...path];
      return { path: whole, atKey: false, offset: undefined, what, hint };
    }),
  );
}

function faultsOf(source: SourceConfig): readonly Fault[] {
  if (source.type === 'tls') return tlsFaults(source.tls);
  if (source.type !== 'unix-dgram' && source.type !== 'unix-stream') return [];
  return [
    ...accountFaults('owner', 'user', source.owner),
    ...accountFaults('group', 'group', source.group),
  ].map(({ key, what, hint }) => ({ path: [key], what, hint }));
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
