import type { Config } from '../config/config.ts';
import type { FoundConfig } from '../config/find-config.ts';
import type { DefaultFallbacks } from '../config/default-fallbacks.ts';
import type { Privileges } from '../operate/privileges.ts';
import type { ActivatedSockets } from '../receive/activated-sockets.ts';
import type { Relay } from '../relay.ts';

/** The relay of this process. */
export interface Running {
  /** Undefined until it is created. */
  relay: Relay | undefined;
  /** In force when the relay was created. */
  config: Config;
  /** The configuration in force, as it was read: a reload reads its file again. */
  found: FoundConfig;
  /** Sockets of the service manager. */
  readonly activated: ActivatedSockets;
  /** The changes to the embedded default that the system made necessary; they are made again when it is read again. */
  readonly fallbacks: DefaultFallbacks;
  readonly privileges: Privileges;
}
