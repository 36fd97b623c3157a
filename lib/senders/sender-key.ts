import { randomInt } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** The third word of an IPv4-mapped address. */
export const MAPPED_PREFIX = -65536;
const LINK_LOCAL_MASK = 0xc0ff;
const LINK_LOCAL = 0x80fe;
/** The scope of senders on this machine that have no address; no interface has this number. */
const LOCAL_SCOPE = -1;
/** Unknown to senders, who could otherwise choose endpoints that collide: with IPv6 each has 2^64 to choose from. */
const SEED = randomInt(0x1_0000_0000) | 0;

/**
 * The identity of a remote endpoint in integers, so that it is compared and hashed without text. Addresses are the
 * four little-endian words of the IPv6 form in network order; IPv4 becomes its mapped form, so that both ways of hearing
 * one machine are the same sender. The scope counts for link-local addresses only.
 */
export class SenderKey {
  port = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;
  scope = 0;

  /**
   * A program of this machine: `port` is the number of its connection, 0 for datagrams; pid and uid are -1 if the kernel does not report
   * them.
   */
  setLocal(port: number, pid: number, uid: number): void {
    this.port = port;
    this.a = 0;
    this.b = 0;
    this.c = pid;
    this.d = uid;
    this.scope = LOCAL_SCOPE;
  }

  /** Whether it is a program of this machine, which has no address. */
  get isLocal(): boolean {
    return this.scope === LOCAL_SCOPE;
  }

  get isV4(): boolean {
    return this.a === 0 && this.b === 0 && this.c === MAPPED_PREFIX;
  }

  /**
   * Takes an address in text, as recordings and Node hold it. `scopeNumber` numbers the name of a link-local scope.
   * Returns false when it is no address.
   */
  setFromText(address: string, port: number, scopeNumber: (name: string) => number): boolean {
    const [plain = '', scope = ''] = address.split('%');
    if (!ipaddr.isValid(plain)) return false;
    const parsed = ipaddr.parse(plain);
    const v6 = parsed instanceof ipaddr.IPv6 ? parsed : parsed.toIPv4MappedAddress();
    const words = new Int32Array(new Uint8Array(v6.toByteArray()).buffer);
    this.port = port;
    [this.a = 0, this.b = 0, this.c = 0, this.d = 0] = words;
    const linkLocal = (this.a & LINK_LOCAL_MASK) === LINK_LOCAL;
    this.scope = linkLocal ? scopeNumber(scope) : 0;
    return true;
  }

  /** The address as 4 or 16 bytes in network order, without its scope. */
  get ip(): Uint8Array {
    const words = this.isV4 ? [this.d] : [this.a, this.b, this.c, this.d];
    return new Uint8Array(new Int32Array(words).buffer);
  }

  /** The address in canonical text: dotted for IPv4, `%scope` for link-local IPv6. Of local senders words that no other one has. */
  address(scopeName: (scope: number) => string): string {
    if (this.isLocal) return `local pid ${this.c} uid ${this.d} connection ${this.port}`;
    const text = ipaddr.fromByteArray([...this.ip]).toString();
    return this.scope === 0 ? text : `${text}%${scopeName(this.scope)}`;
  }

  /** Spreads endpoints over 32 bits; addresses of one network differ in few bits, so every word that may differ is mixed in. */
  hash(): number {
    const d = this.d ^ SEED;
    let hash = Math.imul(d ^ (d >>> 15), 0x2c1b3c6d);
    if (!this.isV4) {
      hash = Math.imul(hash ^ this.c ^ (hash >>> 13), 0x297a2d39);
      hash = Math.imul(hash ^ this.b ^ (hash >>> 15), 0x2c1b3c6d);
      hash = Math.imul(hash ^ this.a ^ (hash >>> 13), 0x297a2d39);
    }
    hash = Math.imul(hash ^ this.port ^ (this.scope << 16) ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
