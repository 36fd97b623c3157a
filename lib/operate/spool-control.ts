/** The spooled batches of one destination. */
export interface SpoolSummary {
  readonly destination: string;
  readonly batches: number;
  readonly events: number;
  readonly bytes: number;
}

/** The spool of a running relay, for the commands `spool` and `spool drop`, for `status` and for metrics. */
export interface SpoolControl {
  /** One summary for each destination that has spooled batches. */
  summaries(): readonly SpoolSummary[];
  /** Deletes all batches of a destination; resolves with what they were, with undefined if the destination is in use and delivers them. */
  drop(destination: string): Promise<SpoolSummary | undefined>;
}
