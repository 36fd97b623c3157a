import type { DatagramSink, SinkGroup } from '../datagram-sink.ts';
import { HandOverPace } from '../hand-over-pace.ts';
import type { SourceInput } from '../source-input.ts';
import { Backlog } from './backlog.ts';
import { DatagramReader } from './datagram-reader.ts';
import type { LoopContext } from './loop-context.ts';
import { EAGAIN, EINTR, POLLIN } from '../../system/linux.ts';
import { ReadFailures } from './read-failures.ts';
import { ReceivedDatagram } from './received-datagram.ts';
import { SocketMemory } from './socket-memory.ts';
import type { SystemCalls } from '../../system/system-calls.ts';

/** Few enough that what the kernel writes to, a page for each, stays in the cache until it is read. */
const SLOTS = 256;
/** UDP has less; `maxMessage` of Unix sockets is at most this. */
const MAX_DATAGRAM_BYTES = 65_536;
/** After this many full calls in a row, and again after as many, the kernel is asked how much waits. */
const ASK_AFTER = 4;
/** From this many datagrams since the last hand-over on, short sleeps make calls worth their cost. */
const COALESCE_FROM = 16;
/** A call that returned this many is worth repeating at once. */
const FULL_CALL = 128;
/** How long a sleep is: each wake finds the caches cold, and the more datagrams share that the better … */
const COALESCE_MS = 4;
/** … but 4 ms of a million datagrams a second need this much buffer; where less was granted, sleeps are short. */
const COALESCE_BUFFER_BYTES = 8 * 1024 * 1024;
const SHORT_COALESCE_MS = 1;
/** Datagrams that waited and are taken before the sockets are looked at again. */
const WORK_OFF = 1024;
/** Rounds in which Unix sockets are read before they are closed: their senders may go on without end. */
const PROMPT_ROUNDS = 16;
/** A shard looks around at least this often, whatever was lost on the way to wake it. */
const LONGEST_WAIT_MS = 10_000;

/** Reads sockets until told to end. Blocks its thread: only the descriptor `wakeFd` ends a wait. */
export class ReceiveLoop {
  readonly #calls: SystemCalls;
  readonly #group: SinkGroup;
  readonly #context: LoopContext;
  readonly #reader: DatagramReader;
  readonly #memory: SocketMemory;
  readonly #failures: ReadFailures;
  readonly #backlog: Backlog;
  readonly #waited = new ReceivedDatagram();
  readonly #wakeBuffer = Buffer.alloc(8);
  #inputs: readonly SourceInput[] = [];
  #sinks: readonly DatagramSink[] = [];
  /** `struct pollfd` in 32-bit words: descriptor, events and revents. The eventfd comes first. */
  #polled = new Int32Array(2);
  #coalesceMs = COALESCE_MS;
  /** The eventfd and the sockets whose senders must not wait, like `#polled`; undefined: there are none. */
  #prompt: Int32Array<ArrayBuffer> | undefined = undefined;
  readonly #pace = new HandOverPace();
  /** Calls in a row that filled every slot. */
  #fullCalls = 0;
  /** Whether reading comes first. */
  #isBehind = false;

  constructor(calls: SystemCalls, group: SinkGroup, context: LoopContext) {
    this.#calls = calls;
    this.#group = group;
    this.#context = context;
    this.#memory = new SocketMemory(calls);
    this.#failures = new ReadFailures(context);
    this.#reader = new DatagramReader(calls, SLOTS, MAX_DATAGRAM_BYTES);
    this.#backlog = new Backlog(calls, this.#reader.slots, context.backlogBytes);
  }

  /** Reads these inputs from the next round on. */
  use(inputs: readonly SourceInput[]): void {
    this.#inputs = inputs;
    this.#sinks = this.#group.sinks();
    const prompt = inputs.filter(({ isPrompt }) => isPrompt === true);
    const others = inputs.filter(({ isPrompt }) => isPrompt !== true);
    const smallest = Math.min(...others.map((input) => input.receiveBufferBytes ?? 0));
    this.#coalesceMs = smallest < COALESCE_BUFFER_BYTES ? SHORT_COALESCE_MS : COALESCE_MS;
    this.#polled = this.#descriptors(inputs);
    this.#prompt = prompt.length === 0 ? undefined : this.#descriptors(prompt);
  }

  run(): void {
    let seen = -1;
    let hasHandedOver = false;
    for (;;) {
      const control = Atomics.load(this.#context.control, 0);
      // Buffers come back without a wake; they are fetched after each hand-over.
      if (control !== seen || hasHandedOver) {
        seen = control;
        if (!this.#context.attend()) return;
      }
      const received = this.#readAll();
      if (!this.#backlog.isEmpty && this.#fullCalls === 0) this.#workOff(WORK_OFF);
      const isBehind = !this.#backlog.isEmpty;
      const nowMs = performance.now();
      // What waits for its turn was not late: the clock of open records is that of the datagrams taken.
      const deadline = this.#group.expire(isBehind ? this.#waited.readMs : nowMs);
      this.#pace.count(received, nowMs);
      hasHandedOver = nowMs >= this.#pace.dueMs && this.#handOver(nowMs);
      if (isBehind) continue;
      if (received > 0 && received < FULL_CALL && this.#pace.pending > COALESCE_FROM) {
        this.#coalesce(seen);
        continue;
      }
      if (received === 0) {
        this.#backlog.rest(nowMs);
        this.#wait(nowMs, deadline);
      }
    }
  }

  /** Reads what is in the sockets now, and takes it; before sockets are closed. What comes meanwhile may have no end, and is not waited for. */
  drain(): void {
    const most = this.#inputs.map(({ fd }) => this.#memory.mostWaiting(fd));
    // Of a Unix socket the kernel reports nothing.
    const least = this.#prompt === undefined ? 0 : PROMPT_ROUNDS;
    const rounds = Math.max(least, Math.ceil(Math.max(0, ...most) / SLOTS));
    for (let round = 0; round <= rounds && this.#readAll() > 0; round++);
    while (!this.#backlog.isEmpty) this.#workOff(WORK_OFF);
  }

  /** Lets datagrams gather; `seen`: the control word. */
  #coalesce(seen: number): void {
    if (this.#prompt === undefined) {
      Atomics.wait(this.#context.control, 0, seen, this.#coalesceMs);
    } else this.#poll(this.#prompt, this.#coalesceMs);
  }

  #descriptors(inputs: readonly SourceInput[]): Int32Array<ArrayBuffer> {
    const polled = new Int32Array(2 * (inputs.length + 1));
    const descriptors = [this.#context.wakeFd, ...inputs.map(({ fd }) => fd)];
    for (const [index, descriptor] of descriptors.entries()) {
      polled[2 * index] = descriptor;
      polled[2 * index + 1] = POLLIN;
    }
    return polled;
  }

  #handOver(nowMs: number): boolean {
    this.#pace.handedOver(nowMs);
    if (this.#group.isEmpty) return false;
    this.#group.flushOld();
    return true;
  }

  #wait(nowMs: number, deadline: number | undefined): void {
    const handOverMs = this.#group.isEmpty ? Infinity : this.#pace.dueMs;
    const untilMs = Math.min(handOverMs, deadline ?? Infinity, nowMs + LONGEST_WAIT_MS);
    this.#poll(this.#polled, Math.max(0, Math.ceil(untilMs - nowMs)));
  }

  /** Waits until one of these descriptors is ready. */
  #poll(polled: Int32Array, timeoutMs: number): void {
    const ready = this.#calls.poll(new Uint8Array(polled.buffer), polled.length / 2, timeoutMs);
    if (ready > 0 && (polled[1] as number) >>> 16 !== 0) {
      this.#calls.read(this.#context.wakeFd, this.#wakeBuffer, 8);
    }
  }

  #readAll(): number {
    let total = 0;
    let isFull = false;
    for (let i = 0; i < this.#inputs.length; i++) {
      const input = this.#inputs[i] as SourceInput;
      const count = this.#reader.read(input.fd);
      if (count > 0) {
        if (count === SLOTS) {
          isFull = true;
          if (this.#fullCalls % ASK_AFTER === ASK_AFTER - 1) this.#askFill(input.fd);
        }
        this.#takeAll(count, i);
        total += count;
      } else if (count < 0 && count !== -EAGAIN && count !== -EINTR) {
        this.#failures.rest(input.port, -count);
      }
    }
    this.#fullCalls = isFull ? this.#fullCalls + 1 : 0;
    if (!isFull) this.#isBehind = false;
    return total;
  }

  #askFill(fd: number): void {
    if (this.#memory.isDeep(fd)) this.#isBehind = true;
  }

  /** Takes what was read at once, unless too much waits in the socket: then reading comes first, while there is room. */
  #takeAll(count: number, socket: number): void {
    (this.#sinks[socket] as DatagramSink).announce(count);
    const mustWait = this.#isBehind || !this.#backlog.isEmpty;
    const readMs = performance.now();
    for (let slot = 0; ;) {
      slot = this.#backlog.push(slot, count, socket, readMs);
      if (slot === count) break;
      this.#workOff(WORK_OFF);
    }
    if (!mustWait) this.#workOff(count);
  }

  /** Takes up to `count` datagrams that waited. */
  #workOff(count: number): void {
    const backlog = this.#backlog;
    const datagram = this.#waited;
    for (let taken = 0; taken < count && !backlog.isEmpty; taken++) {
      backlog.shift(datagram);
      const sink = this.#sinks[datagram.socket] as DatagramSink;
      sink.datagram(datagram, datagram.key, datagram.readMs);
    }
  }
}
