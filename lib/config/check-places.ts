import { Fault } from './fault.ts';
import { isSameListenAddress, parseListenAddress } from './listen-address.ts';
import { isMapping } from './mapping.ts';
import type { PathFault } from './path-fault.ts';
import { TCP_DEFAULT } from './schema/sources/tcp.ts';
import { TLS_DEFAULT } from './schema/sources/tls.ts';
import { UDP_DEFAULT } from './schema/sources/udp.ts';
import type { ListenAddress } from './source-config.ts';

/** Ports by the protocol that they are of, and the address of a source that names none. */
const LISTENING: Readonly<Record<string, { readonly protocol: string; readonly usual: string }>> = {
  udp: { protocol: 'udp', usual: UDP_DEFAULT },
  tcp: { protocol: 'tcp', usual: TCP_DEFAULT },
  tls: { protocol: 'tcp', usual: TLS_DEFAULT },
};

/** Places at which a source receives; each may have one source only. */
interface Place {
  readonly name: string;
  readonly key: string;
  readonly address?: ListenAddress;
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
  const known = typeof type === 'string' ? LISTENING[type] : undefined;
  const { protocol, usual } = known ?? { protocol: 'udp', usual: UDP_DEFAULT };
  const listen = source['listen'] ?? usual;
  const address = typeof listen === 'string' ? parseListenAddress(listen) : undefined;
  if (address === undefined || address instanceof Fault) return undefined;
  return { name, key: 'listen', of: protocol, address };
}

function isSame(one: Place, other: Place): boolean {
  if (one.of !== other.of || one.key !== other.key) return false;
  if (one.address === undefined || other.address === undefined) return true;
  return isSameListenAddress(one.address, other.address);
}

function faultOf({ name, key }: Place, other: Place): PathFault {
  const verb = key === 'type' ? 'reads it already' : 'listens there already';
  const hint =
    key === 'listen' ? 'choose another address or port' : `choose another ${key}, or remove one`;
  const what = `the source "${other.name}" ${verb}`;
  return { path: ['sources', name, key], atKey: false, offset: undefined, what, hint };
}
