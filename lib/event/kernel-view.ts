/**
 * Fields of a netconsole record besides its text. Ranges point into `EventView.bytes`; a range whose
 * start is -1 is absent. Numbers up to 2^64 are kept as ranges of digits; their numeric value here is exact up to 2^53
 * and `NaN` above it.
 */
export class KernelView {
  releaseStart = -1;
  releaseEnd = -1;
  /** Digits of the sequence number; extended records only. */
  sequenceStart = -1;
  sequenceEnd = -1;
  sequence = Number.NaN;
  /** Digits of the uptime in microseconds; of a basic record `seconds.micros`, and only when `uptimeUs` cannot hold them. */
  uptimeStart = -1;
  uptimeEnd = -1;
  /** Microseconds since the sender's boot, of either format; NaN when the record says none, or above 2^53. */
  uptimeUs = Number.NaN;
  /** Value of a basic record's clock at boot, microseconds: 0, except for jiffies (netconsole/history/jiffies-clock.ts). */
  clockStartUs = 0;
  callerStart = -1;
  callerEnd = -1;
  /** The flag's byte, or the letter of Amlogic's kernels; 0 when absent. */
  flag = 0;
  /** Unknown `,key=value` header fields as sent, from the first key to before the `;` (or the next known field). */
  headerStart = -1;
  headerEnd = -1;
  /** The lines after the text (dictionary, userdata, sysdata) as sent, final newline excluded. */
  fieldsStart = -1;
  fieldsEnd = -1;
  /** Pieces this record was joined from; 1 for a whole one. */
  fragments = 1;
  /** Pairs `from, to` of body bytes that never came; undefined when complete. */
  missing: readonly number[] | undefined = undefined;
  /** Sequence numbers missing right before this record; 0 for none. */
  gapBefore = 0;
  outOfOrder = false;
  replayNotice = false;
  /** The sender's boot time plus uptime in microseconds since the epoch; NaN unless it differs from arrival. */
  estimatedTimeUs = Number.NaN;
  /** Signals only: messages the kernel says it dropped; 0 for none. */
  dropped = 0;
  /** Signals only: the first and last msgid that did not arrive; -1 when the signal is not about msgid. */
  lostFrom = -1;
  lostTo = -1;

  /** Sets every field to absent: nothing of the record before may show in the next one. */
  clear(): void {
    this.releaseStart = -1;
    this.releaseEnd = -1;
    this.sequenceStart = -1;
    this.sequenceEnd = -1;
    this.sequence = Number.NaN;
    this.uptimeStart = -1;
    this.uptimeEnd = -1;
    this.uptimeUs = Number.NaN;
    this.clockStartUs = 0;
    this.callerStart = -1;
    this.callerEnd = -1;
    this.flag = 0;
    this.headerStart = -1;
    this.headerEnd = -1;
    this.fieldsStart = -1;
    this.fieldsEnd = -1;
    this.fragments = 1;
    this.missing = undefined;
    this.gapBefore = 0;
    this.outOfOrder = false;
    this.replayNotice = false;
    this.estimatedTimeUs = Number.NaN;
    this.dropped = 0;
    this.lostFrom = -1;
    this.lostTo = -1;
  }
}
