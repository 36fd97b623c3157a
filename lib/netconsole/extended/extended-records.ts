import { EventView } from '../../event/event-view.ts';
import { EXTENDED } from '../../event/format.ts';
import { problemBit } from '../../event/problem.ts';
import { COUNT } from '../../observe/counters.ts';
import type { Assembly } from './assembly.ts';
import type { Burst, HeldDatagram } from '../history/burst.ts';
import type { DecoderContext } from '../decoder-context.ts';
import { ExtendedBody } from './extended-body.ts';
import { BAD_FRAGMENT, ExtendedHeader, WHOLE } from './extended-header.ts';
import { HELD, NEW } from '../history/reboot-detector.ts';
import { FragmentAssembler, NO_ROOM, OVERLAPPING, REDUNDANT } from './fragment-assembler.ts';
import { GivenUpRecords } from './given-up-records.ts';
import { Scratch } from '../scratch.ts';

const NEWLINE = 0x0a;
const INCOMPLETE = problemBit('incomplete');
const BAD_FRAGMENT_PROBLEM = problemBit('bad-fragment');

/** Decodes extended packets into events. */
export class ExtendedRecords {
  /** The header of the current packet, which `classify` decoded. */
  readonly header: ExtendedHeader = new ExtendedHeader();
  readonly #open: FragmentAssembler;
  readonly #context: DecoderContext;
  readonly #body = new ExtendedBody();
  /** View of joined records, so that the view of the current packet is unchanged. */
  #joined: EventView | undefined = undefined;
  readonly #joinedHeader = new ExtendedHeader();
  readonly #joinedBytes = new Scratch();
  readonly #givenUp = new GivenUpRecords();
  #nowMs = 0;

  constructor(context: DecoderContext) {
    this.#context = context;
    this.#open = new FragmentAssembler(context.limits, context.buffers, (assembly) =>
      this.#end(assembly),
    );
  }

  /** Takes one packet; `header` was decoded from it. */
  decode(view: EventView, header: ExtendedHeader, nowMs: number): void {
    const { history } = this.#context;
    this.#nowMs = nowMs;
    view.facility = header.prio >> 3;
    view.severity = header.prio & 7;
    if (header.fragment !== WHOLE) {
      history.markKnown(view.slot, nowMs);
      this.#piece(view, header);
      return;
    }
    const length = view.end - header.bodyStart;
    const verdict = history.whole(view, length, nowMs);
    if (verdict === NEW) this.#whole(view, header.bodyStart);
    else this.#leaveOut(view, verdict);
  }

  /** Takes packets that were held. They use the time of the packet that decided about them. */
  again({ sender, listener }: Burst, held: readonly HeldDatagram[]): void {
    const { counts } = this.#context;
    // Of its own, since a packet taken again may decide about others in turn.
    const view = new EventView(sender, listener);
    const header = new ExtendedHeader();
    for (const { bytes, receivedUs, problems } of held) {
      counts.released(1);
      view.bytes = bytes;
      view.start = 0;
      view.end = bytes.length;
      view.format = EXTENDED;
      view.receivedUs = receivedUs;
      view.problems = problems;
      if (header.decode(view)) this.decode(view, header, this.#nowMs);
    }
  }

  /** Infinite when nothing is open. */
  get nextDeadline(): number {
    return this.#open.nextDeadline;
  }

  /** Whether a record of the sender is open. */
  isOpen(slot: number): boolean {
    return this.#open.isOpen(slot);
  }

  /** Whether the record of this number lacks fragments. */
  isIncomplete(slot: number, sequence: number): boolean {
    return this.#open.isIncomplete(slot, sequence);
  }

  /** Gives up the records due `until` then; returns whether there were any. */
  expire(nowMs: number, until: number): boolean {
    this.#nowMs = nowMs;
    return this.#open.expire(until);
  }

  /** Gives up the open records of the sender. */
  forget(slot: number, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#open.forget(slot);
    this.#givenUp.forget(slot);
  }

  #whole(view: EventView, bodyStart: number): void {
    this.#body.decode(view, bodyStart);
    if (view.kernel.fieldsStart >= 0) this.#context.history.takeId(view, this.#nowMs);
    this.#emit(view);
  }

  #piece(view: EventView, header: ExtendedHeader): void {
    const { counts, history, limits } = this.#context;
    (counts.counts[COUNT.fragments] as number)++;
    const { fragmentOffset, fragmentTotal, bodyStart } = header;
    if (header.fragment === BAD_FRAGMENT || fragmentTotal > limits.maxFragmentedBytes) {
      this.#bad(view);
      return;
    }
    let assembly = this.#open.find(view, fragmentTotal);
    if (assembly === undefined) {
      const isStraggler = this.#givenUp.has(view, fragmentTotal);
      const verdict = isStraggler ? NEW : history.begin(view, fragmentTotal, this.#nowMs);
      if (verdict !== NEW) {
        this.#leaveOut(view, verdict);
        return;
      }
      if (fragmentOffset === 0 && view.end - bodyStart === fragmentTotal) {
        history.complete(view, fragmentTotal);
        this.#whole(view, bodyStart);
        return;
      }
      assembly = this.#open.begin(view, header);
      if (assembly === undefined) {
        this.#alone(view, header);
        return;
      }
    }
    this.#add(assembly, view, header);
  }

  #add(assembly: Assembly, view: EventView, header: ExtendedHeader): void {
    const { counts } = this.#context;
    const outcome = this.#open.add(assembly, view, header, this.#nowMs);
    if (outcome === OVERLAPPING || outcome === REDUNDANT) {
      (counts.counts[COUNT.overlappingFragments] as number)++;
    }
    if (outcome === REDUNDANT) {
      counts.duplicate();
    } else if (outcome === NO_ROOM) {
      this.#alone(view, header);
    } else {
      counts.opened();
      if (assembly.isComplete) this.#end(assembly);
    }
  }

  /** Emits a record that was open, complete or not. */
  #end(assembly: Assembly): void {
    const { counts, history, signals, emit } = this.#context;
    const { total, ranges, listener } = assembly;
    const view = this.#show(assembly);
    counts.emitted(assembly.pieces, true);
    this.#open.close(assembly);
    const { bodyStart } = this.#joinedHeader;
    if (assembly.isComplete) {
      history.complete(view, total);
      this.#whole(view, bodyStart);
      return;
    }
    (counts.counts[COUNT.incomplete] as number)++;
    view.problems |= INCOMPLETE;
    view.kernel.missing = ranges.missing(total);
    this.#body.decodeIncomplete(view, bodyStart, bodyStart + assembly.certainLength);
    emit(view);
    const isStraggler = this.#givenUp.has(view, total);
    this.#givenUp.set(view, total);
    if (listener.signals && assembly.isCertain && !isStraggler) {
      signals.incomplete(view, view.kernel.sequence, total - ranges.covered, total);
    }
  }

  /** A view of the received part of the record, with its header decoded. */
  #show(assembly: Assembly): EventView {
    const view = this.#joined ?? new EventView(assembly.sender, assembly.listener);
    this.#joined = view;
    const bytes = this.#joinedBytes.take(assembly.joinedSize);
    view.bytes = bytes;
    view.start = 0;
    view.end = assembly.join(bytes);
    view.format = EXTENDED;
    view.sender = assembly.sender;
    view.listener = assembly.listener;
    view.host = assembly.sender.host;
    view.receivedUs = assembly.receivedUs;
    view.problems = assembly.problems;
    const { kernel } = view;
    this.#joinedHeader.decode(view);
    view.facility = this.#joinedHeader.prio >> 3;
    view.severity = this.#joinedHeader.prio & 7;
    kernel.fragments = assembly.pieces;
    kernel.gapBefore = assembly.gapBefore;
    kernel.outOfOrder = assembly.outOfOrder;
    kernel.estimatedTimeUs = assembly.estimatedTimeUs;
    if (assembly.replayNotice) kernel.replayNotice = true;
    return view;
  }

  /** Emits a fragment that there is no room to keep. */
  #alone(view: EventView, header: ExtendedHeader): void {
    const { counts } = this.#context;
    const { bodyStart, fragmentOffset, fragmentTotal } = header;
    const after = fragmentOffset + view.end - bodyStart;
    const missing = fragmentOffset > 0 ? [0, fragmentOffset] : [];
    if (after < fragmentTotal) missing.push(after, fragmentTotal);
    (counts.counts[COUNT.incomplete] as number)++;
    view.problems |= INCOMPLETE;
    view.kernel.missing = missing;
    this.#body.decodeIncomplete(view, bodyStart, fragmentOffset === 0 ? view.end : bodyStart);
    this.#emit(view);
  }

  /** Keeps a packet whose fragment marker no kernel writes: all of it is text. */
  #bad(view: EventView): void {
    const { counts, emit } = this.#context;
    const { bytes, start, end } = view;
    (counts.counts[COUNT.badFragments] as number)++;
    view.problems |= BAD_FRAGMENT_PROBLEM;
    view.text = bytes;
    view.textStart = start;
    view.textEnd = bytes[end - 1] === NEWLINE ? end - 1 : end;
    emit(view);
  }

  #leaveOut(view: EventView, verdict: number): void {
    const { counts, history } = this.#context;
    if (verdict === HELD) {
      history.hold(view);
      counts.opened();
    } else counts.duplicate();
  }

  #emit(view: EventView): void {
    const { counts, emit } = this.#context;
    const { kernel } = view;
    if (kernel.gapBefore > 0) (counts.counts[COUNT.gaps] as number)++;
    if (kernel.outOfOrder) (counts.counts[COUNT.outOfOrder] as number)++;
    // A reboot reported meanwhile may have changed the name.
    view.host = view.sender.host;
    emit(view);
  }
}
