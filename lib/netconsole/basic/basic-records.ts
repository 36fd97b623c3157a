import { EventView } from '../../event/event-view.ts';
import { BASIC } from '../../event/format.ts';
import { problemBit } from '../../event/problem.ts';
import { COUNT } from '../../observe/counters.ts';
import { BasicLines } from './basic-lines.ts';
import { BasicStart } from './basic-start.ts';
import type { DecoderContext } from '../decoder-context.ts';
import { LineAssembler } from './line-assembler.ts';
import { PACKET_BYTES } from '../netconsole-limits.ts';
import type { OpenLine } from './open-line.ts';

const NEWLINE = 0x0a;
const CR = 0x0d;
const UNTERMINATED = problemBit('unterminated');

/** Makes events of basic packets. */
export class BasicRecords {
  /** The beginning of the current packet, which `classify` decoded. */
  readonly start: BasicStart = new BasicStart();
  readonly #open: LineAssembler;
  readonly #context: DecoderContext;
  readonly #lines = new BasicLines();
  /** View of records that were open, so that the view of the current packet is unchanged. */
  #joined: EventView | undefined = undefined;
  #nowMs = 0;

  constructor(context: DecoderContext) {
    this.#context = context;
    this.#open = new LineAssembler(context.limits, context.buffers, (line) =>
      this.#end(line, UNTERMINATED),
    );
  }

  /** Takes one packet; `start` was decoded from it. */
  decode(view: EventView, nowMs: number): void {
    const { start } = this;
    this.#nowMs = nowMs;
    const { slot } = view;
    if (start.dropped > 0 && this.#dropped(view)) return;
    const open = this.#open.find(slot);
    const isTerminated = view.bytes[view.end - 1] === NEWLINE;
    if (open !== undefined && this.#continues(open, view, isTerminated)) return;
    if (isTerminated) this.#whole(view);
    else this.#begin(view);
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#open.nextDeadline;
  }

  /** Whether a record of the sender is open. */
  isOpen(slot: number): boolean {
    return this.#open.find(slot) !== undefined;
  }

  /** Gives up what is due `until` then. */
  expire(nowMs: number, until: number): void {
    this.#nowMs = nowMs;
    this.#open.expire(until);
  }

  /** Gives up the open records of the sender. */
  forget(slot: number, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#open.forget(slot);
  }

  /** Reports that the kernel dropped messages; returns whether the packet holds nothing else. */
  #dropped(view: EventView): boolean {
    const { start } = this;
    const { counts, losses, signals } = this.#context;
    (counts.counts[COUNT.droppedByKernel] as number) += start.dropped;
    losses.dropped(view.slot, start.dropped);
    if (!view.listener.signals) {
      start.ignoreNotices(view.bytes, view.start, view.end);
      return false;
    }
    const open = this.#open.find(view.slot);
    if (open?.isCut === true) this.#end(open, UNTERMINATED);
    signals.dropped(view, start.dropped);
    if (start.lineStart < view.end) return false;
    counts.onlySignal();
    return true;
  }

  /** Returns whether the packet was taken; otherwise it is a record of its own, and nothing is open. */
  #continues(open: OpenLine, view: EventView, isTerminated: boolean): boolean {
    const { start } = this;
    // A priority alone may be in the middle of a line that old kernels print in parts.
    const isLone = start.hasPrefix && !start.prefix.isKernel;
    if (start.prefix.isKernel || start.hasNotice || (isLone && open.isCut)) {
      // A whole line of another CPU between the pieces of old kernels; after a cut packet the rest was lost.
      if (!isTerminated || open.isCut) {
        this.#end(open, UNTERMINATED);
        return false;
      }
      this.#whole(view);
      return true;
    }
    if (view.end - view.start > PACKET_BYTES) {
      this.#lone(view, isTerminated ? 0 : UNTERMINATED);
      return true;
    }
    if (!this.#open.append(open, view, this.#nowMs)) {
      this.#end(open, UNTERMINATED);
      return false;
    }
    this.#context.counts.opened();
    if (isTerminated) this.#end(open, 0);
    return true;
  }

  /** The straight way: a packet of whole records, nearly always one of one line. */
  #whole(view: EventView): void {
    const { bytes, end, kernel } = view;
    const { prefix } = this.start;
    const { textStart } = prefix;
    const last = end - 1;
    let at = textStart;
    while (at < last && bytes[at] !== NEWLINE) at++;
    if (at < last) {
      this.#lone(view, 0);
      return;
    }
    while (at > textStart && bytes[at - 1] === CR) at--;
    kernel.clear();
    kernel.replayNotice = this.start.replayNotice;
    kernel.uptimeUs = prefix.uptimeUs;
    kernel.uptimeStart = prefix.longTimeStart;
    kernel.uptimeEnd = prefix.longTimeEnd;
    kernel.callerStart = prefix.callerStart;
    kernel.callerEnd = prefix.callerEnd;
    kernel.flag = prefix.flag;
    view.facility = prefix.facility;
    view.severity = prefix.severity;
    view.text = bytes;
    view.textStart = textStart;
    view.textEnd = at;
    this.#emit(view);
  }

  #begin(view: EventView): void {
    const { lineStart, replayNotice, prefix } = this.start;
    if (!Number.isNaN(prefix.uptimeUs)) {
      this.#context.history.markKnown(view.slot, this.#nowMs);
    }
    const isKernel = view.end - view.start <= PACKET_BYTES;
    if (isKernel && this.#open.begin(view, lineStart, replayNotice, this.#nowMs)) {
      this.#context.counts.opened();
    } else {
      this.#lone(view, UNTERMINATED);
    }
  }

  /** Emits the records of a packet that is a record of its own. */
  #lone(view: EventView, problem: number): void {
    this.#context.counts.emitted(1, false);
    this.#records(view, this.start.lineStart, this.start.replayNotice, problem);
  }

  /** Emits the records of a record that was open; `problem` is that of the last one. */
  #end(line: OpenLine, problem: number): void {
    const view = this.#joined ?? new EventView(line.sender, line.listener);
    this.#joined = view;
    view.bytes = line.store;
    view.start = 0;
    view.end = line.used;
    view.format = BASIC;
    view.sender = line.sender;
    view.listener = line.listener;
    view.receivedUs = line.receivedUs;
    view.problems = line.problems;
    this.#open.close(line);
    this.#context.counts.emitted(line.packets, true);
    this.#records(view, 0, line.replayNotice, problem);
  }

  #records(view: EventView, start: number, replayNotice: boolean, problem: number): void {
    const { counts } = this.#context;
    const { bytes, end, problems } = view;
    const lines = this.#lines;
    if (problem !== 0) (counts.counts[COUNT.unterminated] as number)++;
    lines.begin(bytes, start, end);
    let isFirst = true;
    do {
      view.kernel.clear();
      view.kernel.replayNotice = isFirst && replayNotice;
      lines.take(view, end);
      view.problems = lines.next < end ? problems : problems | problem;
      if (!isFirst) counts.emitted(0, false);
      this.#emit(view);
      isFirst = false;
    } while (lines.next < end);
  }

  #emit(view: EventView): void {
    const { history, emit } = this.#context;
    if (!Number.isNaN(view.kernel.uptimeUs)) history.basic(view, this.#nowMs);
    view.host = view.sender.host;
    emit(view);
  }
}
