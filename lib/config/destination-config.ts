/** The configuration of each kind of destination: every default filled in, every unit resolved. Plain data. */
export interface DestinationConfigs {
  readonly file: FileDestinationConfig;
  readonly stdout: StdoutDestinationConfig;
}

export type DestinationKind = keyof DestinationConfigs;
export type DestinationConfig = DestinationConfigs[DestinationKind];

interface CommonDestinationConfig<K extends DestinationKind> {
  readonly type: K;
  readonly name: string;
  /** The bound of the queue. */
  readonly queueBytes: number;
}

export interface FileDestinationConfig extends CommonDestinationConfig<'file'> {
  /** A template; each macro in it yields one safe segment. */
  readonly path: string;
  /** A template; undefined: the default of each event's format. */
  readonly template: string | undefined;
  /** Permission bits, such as 0o640. */
  readonly mode: number;
  readonly dirMode: number;
  /** Name or number; undefined: leave alone. */
  readonly owner: string | undefined;
  readonly group: string | undefined;
  readonly flushIntervalMs: number;
  readonly maxOpen: number;
  /** Paths written to within 24 hours. */
  readonly maxHosts: number;
  readonly idleCloseMs: number;
  readonly fsync: boolean;
}

export interface StdoutDestinationConfig extends CommonDestinationConfig<'stdout'> {
  readonly format: 'json' | 'text';
  /** `format: text` only; undefined: the default of each event's format. */
  readonly template: string | undefined;
}
