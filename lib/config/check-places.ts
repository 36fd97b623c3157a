import { Fault } from './fault.ts';
import { isSameListenAddress, parseListenAddress } from './listen-address.ts';
import { isMapping } from './mapping.ts';
import { pathText, type PathFault } from './path-fault.ts';
import { TCP_DEFAULT } from './schema/sources/tcp.ts';
import { TLS_DEFAULT } from './schema/sources/tls.ts';
import { UDP_DEFAULT } from './schema/sources/udp.ts';
import type { ListenAddress } from './source-config.ts';

interface Listening {
  readonly protocol: string;
  readonly usual: string;
}

/** Ports by the protocol that they are of, and the address of a source that names none. */
const LISTENING: Readonly<Record<string, Listening>> = {
  udp: { protocol: 'udp', usual: UDP_DEFAULT },
  tcp: { protocol: 'tcp', usual: TCP_DEFAULT },
  tls: { protocol: 'tcp', usual: TLS_DEFAULT },
};

/** Places at which a source receives; each may have one source only. */
interface Place {
  readonly name: string;
  readonly key: string;
  readonly address?: ListenAddress;
  /** The default that the source listens on; undefined if it names an address. */
  readonly byDefault?: string | undefined;
  /** `udp`, `tcp`, or what it is in full. */
  readonly of: string;
}

/** Finds sources that receive at the same place: an address, a path or the standard input. `sources` are as written. */
export function checkPlaces(sources: Record<string, unknown>): PathFault[] {
  const taken: Place[] = [];
  return Object.entries(sources).flatMap(([name, source]) => {
    const place = placeOf(name, source);
    if (place === undefined) return [];
    const other = taken.find((each) => isSame(each, place));
    taken.push(place);
    return other === undefined ? [] : [faultOf(place, other)];
  });
}

function placeOf(name: string, source: unknown): Place | undefined {
  if (!isMapping(source)) return undefined;
  const { type, path } = source;
  if (type === 'redis' || type === 'internal') return undefined;
  if (type === 'stdin') return { name, key: 'type', of: 'stdin' };
  if (type === 'unix-dgram' || type === 'unix-stream') {
    return typeof path === 'string' ? { name, key: 'path', of: path } : undefined;
  }
  // What a source of an unknown type listens on is not known either.
  if (typeof type !== 'string' || !Object.hasOwn(LISTENING, type)) return undefined;
  const { protocol, usual } = LISTENING[type] as Listening;
  const listen = source['listen'] ?? usual;
  const address = typeof listen === 'string' ? parseListenAddress(listen) : undefined;
  if (address === undefined || address instanceof Fault) return undefined;
  const byDefault = source['listen'] === undefined ? usual : undefined;
  return { name, key: 'listen', of: protocol, address, byDefault };
}

function isSame(one: Place, other: Place): boolean {
  if (one.of !== other.of || one.key !== other.key) return false;
  if (one.address === undefined || other.address === undefined) return true;
  return isSameListenAddress(one.address, other.address);
}

function faultOf({ name, key, byDefault }: Place, other: Place): PathFault {
  const verb = key === 'type' ? 'reads it already' : 'listens there already';
  const hint =
    key === 'listen' ? 'choose another address or port' : `choose another ${key}, or remove one`;
  const path = ['sources', name, key];
  const subject = byDefault === undefined ? '' : `\`${pathText(path)}\` (default ${byDefault}): `;
  const what = `${subject}the source "${other.name}" ${verb}`;
  return { path, atKey: false, offset: undefined, what, hint };
}
