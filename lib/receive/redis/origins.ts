import { LRUCache } from 'lru-cache';
import { HostName } from '../../event/host-name.ts';
import type { Origin } from '../../event/json/read-event-json.ts';
import { TRANSPORTS, type Listener } from '../../event/sender.ts';
import { SenderKey } from '../../senders/sender-key.ts';

/** Senders of other relays remembered; others are made again. */
const MAX_ORIGINS = 65_536;
const NOBODY = HostName.of('', -1);
/** Process and user ids have 32 bits. */
const MAX_ID = 2 ** 32 - 1;
const NO_BYTES = new Uint8Array(0);

/** The source that reads the events. */
export type OwnListener = Pick<Listener, 'index' | 'defaultSeverity'>;

/** Makes senders and listeners of the member `source` of events; the same ones for the same JSON. */
export class Origins {
  readonly #own: OwnListener;
  readonly #byJson = new LRUCache<string, Origin>({ max: MAX_ORIGINS });
  readonly #key = new SenderKey();

  constructor(own: OwnListener) {
    this.#own = own;
  }

  /** The origin in `json`; undefined if that is none. */
  of(json: Buffer): Origin | undefined {
    const text = json.toString('latin1');
    const known = this.#byJson.get(text);
    if (known !== undefined) return known;
    const origin = this.#read(json);
    if (origin !== undefined) this.#byJson.set(text, origin);
    return origin;
  }

  #read(json: Buffer): Origin | undefined {
    const source = parsed(json.toString());
    if (source === undefined) return undefined;
    const { address = '', port = 0, pid, uid, ...named } = source;
    const { transport, listener, ...others } = named;
    const known = TRANSPORTS.find((word) => word === transport);
    const isKnown = known !== undefined && typeof listener === 'string' && listener !== '';
    if (!isKnown || typeof address !== 'string' || !isNumber(port, 65_535)) return undefined;
    if (!isId(pid) || !isId(uid) || Object.keys(others).length > 0) return undefined;
    const isAddress = address !== '' && this.#key.setFromText(address, port, () => 0);
    return {
      sender: {
        slot: -1,
        address,
        addressBytes: Buffer.from(address),
        ip: isAddress ? this.#key.ip : NO_BYTES,
        port,
        pid,
        uid,
        host: NOBODY,
      },
      listener: {
        ...this.#own,
        name: listener,
        nameBytes: Buffer.from(listener),
        transport: known,
        port: 0,
        format: 'auto',
        signals: false,
      },
    };
  }
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    // Text from the network.
    return undefined;
  }
}

/** The id of a process or user, or none. */
function isId(value: unknown): value is number | undefined {
  return value === undefined || isNumber(value, MAX_ID);
}

/** Whether `value` is an integer from 0 to `most`. */
function isNumber(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}
