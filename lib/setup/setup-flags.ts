/** Options of `setup` as typed. Lists hold a value for each time the option is given. */
export interface SetupFlags {
  readonly target?: readonly string[];
  readonly targetPort?: readonly string[];
  readonly targetMac?: readonly string[];
  readonly device?: readonly string[];
  readonly sourceIp?: readonly string[];
  readonly sourcePort?: readonly string[];
  readonly extended?: boolean;
  readonly release?: boolean;
  readonly userdata?: readonly string[];
  /** Words of `SYSDATA`. */
  readonly sysdata?: readonly string[];
  readonly kernel?: string;
}
