import type { KernelView } from '../event/kernel-view.ts';

/** Sets every field of `kernel` to absent. */
export function clearKernel(kernel: KernelView): void {
  kernel.releaseStart = -1;
  kernel.releaseEnd = -1;
  kernel.sequenceStart = -1;
  kernel.sequenceEnd = -1;
  kernel.sequence = Number.NaN;
  kernel.uptimeStart = -1;
  kernel.uptimeEnd = -1;
  kernel.uptimeUs = Number.NaN;
  kernel.callerStart = -1;
  kernel.callerEnd = -1;
  kernel.flag = 0;
  kernel.headerStart = -1;
  kernel.headerEnd = -1;
  kernel.fieldsStart = -1;
  kernel.fieldsEnd = -1;
  kernel.fragments = 1;
  kernel.missing = undefined;
  kernel.gapBefore = 0;
  kernel.outOfOrder = false;
  kernel.replayNotice = false;
  kernel.estimatedTimeUs = Number.NaN;
  kernel.dropped = 0;
  kernel.lostFrom = -1;
  kernel.lostTo = -1;
}
