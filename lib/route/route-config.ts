import type { CrashType } from '../event/crash.ts';
import type { Signal } from '../event/event-view.ts';
import type { Facility, Severity } from '../event/facility-severity.ts';
import type { Format } from '../event/format.ts';

/** The routes, with the names of the sources and destinations that they may use. */
export interface RoutingConfig {
  readonly sources: readonly { readonly name: string }[];
  readonly destinations: readonly { readonly name: string }[];
  readonly routes: readonly RouteConfig[];
}

export interface RouteConfig {
  readonly when: Condition | undefined;
  /** Names of sources; undefined: all. */
  readonly from: readonly string[] | undefined;
  /** Names of destinations. */
  readonly to: readonly string[];
  readonly final: boolean;
  readonly fallback: boolean;
  readonly routes: readonly RouteConfig[];
}

/** All given members must hold; in a list, one of them. */
export interface Condition {
  /** Resolved: `netconsole` stands for both formats and `signal` of netconsole senders, `syslog` for both RFCs. */
  readonly format?: readonly Format[];
  /** Globs on `$HOST`. */
  readonly host?: readonly string[];
  /** CIDR blocks of the sender's address. */
  readonly source?: readonly string[];
  /** Names of sources. */
  readonly listener?: readonly string[];
  readonly facility?: readonly Facility[];
  /** Resolved from `"warning or worse"` and its like. */
  readonly severity?: readonly Severity[];
  /** Globs. */
  readonly appName?: readonly string[];
  readonly message?: { readonly contains: string } | { readonly matches: string };
  readonly signal?: readonly Signal[];
  readonly crash?: CrashCondition;
  readonly all?: readonly Condition[];
  readonly any?: readonly Condition[];
  readonly not?: Condition;
}

/** Only crash events; all given members must hold, in a list one of them. */
export interface CrashCondition {
  readonly type?: readonly CrashType[];
  /** Globs. */
  readonly title?: readonly string[];
  /** `first`: only a title that the relay has not seen since it started. */
  readonly repeat?: 'first';
}
