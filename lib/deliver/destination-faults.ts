import type { Config } from '../config/config.ts';
import type {
  DestinationConfig,
  DestinationConfigs,
  DestinationKind,
} from '../config/destination-config.ts';
import type { PathFault } from '../config/path-fault.ts';
import { PemError } from '../config/pem-files.ts';
import { DestinationError } from './destination-error.ts';
import { checkModule } from './winston/winston-destination.ts';
import { checkRedisTls } from './redis/redis-destination.ts';
import { checkSyslogTls } from './syslog/syslog-destination.ts';

/** A problem below a key of the configuration. */
interface KeyFault {
  /** Below the destination; `tls.ca` is a key of a mapping. */
  readonly key: string;
  readonly what: string;
  readonly hint: string;
}

/** What this machine lacks for each kind of destination; nothing is opened or connected. */
const CHECKS: {
  readonly [K in DestinationKind]: (config: DestinationConfigs[K]) => readonly KeyFault[];
} = {
  file: () => [],
  stdout: () => [],
  redis: (config) => faultsOf('tls', () => checkRedisTls(config)),
  syslog: (config) => faultsOf('tls', () => checkSyslogTls(config)),
  winston: ({ transport }) => faultsOf('module', () => checkModule(transport)),
};

/** What `run` would refuse about `destinations` on this machine, except unknown accounts, at the keys it is about. */
export function destinationFaults({ destinations }: Pick<Config, 'destinations'>): PathFault[] {
  return destinations.flatMap((config) => {
    const check = CHECKS[config.type] as (config: DestinationConfig) => readonly KeyFault[];
    return check(config).map(({ key, what, hint }) => {
      const path = ['destinations', config.name, ...key.split('.')];
      return { path, atKey: false, offset: undefined, what, hint };
    });
  });
}

/** The DestinationError of `check`: its PEM files, or a message that is `what; hint`. */
function faultsOf(key: string, check: () => void): KeyFault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof DestinationError)) throw error;
    if (error.cause instanceof PemError) {
      return error.cause.faults.map(({ path, what, hint }) => ({
        key: path.join('.'),
        what,
        hint,
      }));
    }
    const [what = '', hint = 'correct it'] = error.message.split(/; (?=[^;]*$)/);
    return [{ key, what, hint }];
  }
}
