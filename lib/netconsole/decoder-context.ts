import type { EventView } from '../event/event-view.ts';
import type { BufferStore } from './buffer-store.ts';
import type { KernelSignals } from './kernel-signals.ts';
import type { ResolvedLimits } from './netconsole-limits.ts';
import type { RecordCounts } from './record-counts.ts';
import type { SenderLosses } from './sender-losses.ts';
import type { SenderHistory } from './history/sender-history.ts';

/** Objects shared by the decoders of both formats. */
export interface DecoderContext {
  readonly limits: ResolvedLimits;
  readonly buffers: BufferStore;
  readonly counts: RecordCounts;
  readonly signals: KernelSignals;
  readonly history: SenderHistory;
  readonly losses: SenderLosses;
  readonly emit: (view: EventView) => void;
}
