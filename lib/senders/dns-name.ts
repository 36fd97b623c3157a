import ipaddr from 'ipaddr.js';

/**
 * The host name in the answer of reverse DNS for `address`, without its final dot; undefined if it must not become one: whoever runs the zone of an
 * address could otherwise take the name, and the files, of another machine. Refused are an empty name, an address, and a
 * name that `names` (address to name, the configured table and the hosts file) gives to other addresses only.
 */
export function hostNameOf(
  answer: string,
  address: string,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const name = answer.replace(/\.$/, '');
  if (name === '' || isAddress(name)) return undefined;
  const owners = ownersOf(name, names);
  return owners.length === 0 || owners.includes(address) ? name : undefined;
}

/** Also what is read as an address only after all its parts are filled in, such as `127.1`. */
function isAddress(name: string): boolean {
  return ipaddr.isValid(name.replace(/^\[(.*)\]$/, '$1')) || /^[0-9.]+$/.test(name);
}

/** Host names are compared without regard to case (RFC 4343). */
function ownersOf(name: string, names: ReadonlyMap<string, string>): string[] {
  const wanted = name.toLowerCase();
  return [...names].flatMap(([address, each]) => (each.toLowerCase() === wanted ? [address] : []));
}

/** Whether `address` is among those that the name resolves to. `addresses` are in any form of text. */
export function isConfirmed(address: string, addresses: readonly string[]): boolean {
  const wanted = canonical(address);
  return addresses.some((each) => ipaddr.isValid(each) && canonical(each) === wanted);
}

function canonical(address: string): string {
  return ipaddr.process(address.replace(/%.*/, '')).toString();
}
