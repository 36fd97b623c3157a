import { lookup } from 'node:dns/promises';
import type { SyslogTarget } from '../../config/destination-config.ts';
import { printSyslogTarget } from '../../config/syslog-target.ts';
import type { Carrier, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import type { DatagramAddress, DatagramResult, DatagramTransport } from './datagram-transport.ts';
import { isSyslogForm, reframed, syslogFormName } from './reframe.ts';
import { errorText } from '../../system/error-text.ts';

/** The first target is tried again after this long. */
const RETURN_MS = 30_000;

interface Progress {
  /** Offset of the first frame that was not sent. */
  from: number;
  refused: number;
}

export interface DatagramCarrierContext {
  readonly transport: DatagramTransport;
  /** Counts datagrams that are sent again because the peer's system has refused them. */
  readonly resent: (events: number) => void;
}

/** Carries parcels as datagrams: one per message. A message is delivered when it was sent and its refusal is not known. */
export class DatagramCarrier implements Carrier {
  readonly window = 1;
  readonly backOff = { minMs: 100, maxMs: 30_000 };
  readonly form = syslogFormName('octet-counting');
  readonly #targets: readonly SyslogTarget[];
  readonly #context: DatagramCarrierContext;
  readonly #progress = new WeakMap<Parcel, Progress>();
  #connected: SyslogTarget | undefined;
  #connectedMs = 0;
  #closing: Promise<void> | undefined;

  constructor(targets: readonly SyslogTarget[], context: DatagramCarrierContext) {
    this.#targets = targets;
    this.#context = context;
  }

  accepts(form: string): boolean {
    return isSyslogForm(form);
  }

  async send(sent: Parcel): Promise<SendResult> {
    const parcel = reframed(sent, 'octet-counting');
    const progress = this.#progress.get(sent) ?? { from: 0, refused: 0 };
    this.#progress.set(sent, progress);
    const problems: string[] = [];
    for (const target of this.#order()) {
      const problem =
        (await this.#connect(target)) ?? (await this.#sendTo(target, parcel, progress));
      if (problem === undefined) return this.#delivered(progress);
      this.#connected = undefined;
      problems.push(problem);
      if (this.#closing !== undefined) break;
    }
    return { kind: 'retry', problem: problems.join(', and ') };
  }

  close(): Promise<void> {
    this.#closing ??= this.#context.transport.close();
    return this.#closing;
  }

  /** The present target, unless it is time to try the first again, and then all in order. */
  #order(): readonly SyslogTarget[] {
    const present = this.#connected;
    const isFirst = present === this.#targets[0];
    const isTimeToReturn = performance.now() - this.#connectedMs > RETURN_MS;
    if (present === undefined || isFirst || isTimeToReturn) return this.#targets;
    return [present, ...this.#targets.filter((target) => target !== present)];
  }

  /** Returns the problem, if any. */
  async #connect(target: SyslogTarget): Promise<string | undefined> {
    if (target === this.#connected) return undefined;
    const address = await resolve(target);
    if (typeof address === 'string') return describe(target, address);
    if (this.#closing !== undefined) return 'closed';
    const error = await this.#context.transport.connect(address);
    if (error !== undefined) return describe(target, error);
    this.#connected = target;
    this.#connectedMs = performance.now();
    return undefined;
  }

  async #sendTo(
    target: SyslogTarget,
    { bytes, used }: Parcel,
    progress: Progress,
  ): Promise<string | undefined> {
    if (this.#closing !== undefined) return 'closed';
    const result = await this.#context.transport.send({ bytes, from: progress.from, used });
    this.#note(progress, result);
    return result.error === undefined ? undefined : describe(target, result.error);
  }

  #note(progress: Progress, { at, refused, rejected }: DatagramResult): void {
    progress.from = at;
    progress.refused += refused;
    this.#context.resent(rejected);
  }

  #delivered({ refused }: Progress): SendResult {
    if (refused === 0) return { kind: 'delivered' };
    const problem = `Cannot send messages as datagrams: ${errorText('EMSGSIZE')}; lower maxMessage`;
    return { kind: 'delivered', refused: { events: refused, problem } };
  }
}

async function resolve(target: SyslogTarget): Promise<DatagramAddress | string> {
  if ('path' in target) return { path: target.path };
  try {
    const { address } = await lookup(target.host);
    return { address, port: target.port };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function describe(target: SyslogTarget, error: string): string {
  const fix =
    error === 'ENOTFOUND' ? 'correct the host name' : 'start the peer, or correct the target';
  return `Cannot send to ${printSyslogTarget(target)}: ${errorText(error)}; ${fix}`;
}
