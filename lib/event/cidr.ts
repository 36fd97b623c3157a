import ipaddr from 'ipaddr.js';

/** A block of addresses; IPv4-mapped IPv6 blocks appear as IPv4. */
export interface Cidr {
  /** 4 or 16 bytes in network order. */
  readonly bytes: Uint8Array;
  /** How many leading bits count, 0 to 32 or 128. */
  readonly bits: number;
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a single address; undefined when it is none. Bits after the prefix are ignored. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const length = slash < 0 ? undefined : text.slice(slash + 1);
  const bytes = parseAddress(address);
  if (bytes === undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const isMapped = bytes.length === 4 && address.includes(':');
  const bits = length === undefined ? bytes.length * 8 : Number(length) - (isMapped ? 96 : 0);
  return bits < 0 || bits > bytes.length * 8 ? undefined : { bytes, bits };
}

/** Bytes of an address in network order, 4 for IPv4 and IPv4-mapped ones, else 16; undefined when it is none. */
export function parseAddress(text: string): Uint8Array | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !isIpv6(text)) return undefined;
  return Uint8Array.from(ipaddr.process(text).toByteArray());
}

function isIpv6(text: string): boolean {
  return text.includes(':') && ipaddr.IPv6.isValid(text);
}
