import type { CrashShare } from '../crash/crash-share.ts';
import type { EventSink } from '../event/event-sink.ts';
import type { Listener } from '../event/sender.ts';
import type { SourceCounts } from '../observe/counters.ts';
import type { Naming } from '../senders/naming.ts';
import type { LifeSettings } from './host-lives.ts';
import type { ReportExits } from './sender-reports.ts';

/** Objects shared by the sources of one shard. */
export interface IntakeContext {
  readonly listener: Listener;
  readonly counts: SourceCounts;
  readonly naming: Naming;
  readonly outlet: EventSink;
  /** Absent: crashes are not detected. */
  readonly crashes?: CrashShare | undefined;
  /** Absent: nobody counts as silent. */
  readonly life?: LifeSettings | undefined;
  /** Absent: senders are not reported. */
  readonly reports?: ReportExits | undefined;
}
