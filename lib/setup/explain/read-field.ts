import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { ProblemList, Segment } from './explanation.ts';

const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;
/** Linux: IFNAMSIZ less the final NUL. */
const MAX_DEVICE_LENGTH = 15;

const PLACEHOLDERS = [
  /[<>{}$]|\.{3}|…/,
  /^\[.*\]$/,
  /(?:^|[.:_-])(?:x+|X+)(?:$|[.:_-])/,
  /^(?:[A-Z]+[_-]?)?(?:IP|PORT|MAC|ADDR|ADDRESS|DEV|DEVICE|HOST|SERVER|TARGET|SOURCE|IFACE|INTERFACE)$/,
  /^[a-z](?:\.[a-z]){3}$/i,
  /^(?:src|tgt|dst|source|target|dest|destination|your|my|remote|local|relay|router|gateway|log)[-_]?(?:ip|port|mac|addr|address|dev|device|interface|macaddr|server)$/i,
  /^(?:eth|enp|ens|eno)[NXx]$/,
];

/** Whether a text is what guides write for the reader to replace, such as `<tgt-ip>`, `TARGET_IP`, `192.168.x.x` or `ethX`. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(text));
}

/** An empty field, a space, a quote or a placeholder is reported here or elsewhere, and needs no look at its content. */
function isReadable(what: string, { text, start }: Segment, problems: ProblemList): boolean {
  if (text === '' || /[\s"'\\]/.test(text)) return false;
  if (!isPlaceholder(text)) return true;
  problems.error(start, `"${text}" is a placeholder`, `write the ${what} in its place`);
  return false;
}

/** The kernel reads ports as decimal, 16 bits. */
export function readPortField(
  what: string,
  field: Segment,
  problems: ProblemList,
): number | undefined {
  const { text, start } = field;
  if (!isReadable(what, field, problems)) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  return problems.error(start, `bad ${what} "${text}"`, 'write a decimal number from 1 to 65535');
}

/** Returns the canonical address. */
export function readAddressField(
  what: string,
  field: Segment,
  problems: ProblemList,
): string | undefined {
  const { text, start } = field;
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  if (bracketed !== undefined && isIPv6(bracketed)) {
    return problems.error(start, `${what} in brackets`, `write ${bracketed}`);
  }
  if (!isReadable(what, field, problems)) return undefined;
  const decimal = withoutLeadingZeros(text);
  if (isIPv4(decimal)) return decimal;
  const scope = text.indexOf('%');
  if (scope > 0 && isIPv6(text)) {
    const fix = `write ${text.slice(0, scope)}, and ${text.slice(scope + 1)} as the interface`;
    return problems.error(start + scope, `${what} with a scope`, fix);
  }
  if (isIPv6(text)) return ipaddr.parse(text).toString();
  const port = /^([\d.]+):(\d+)$/.exec(text);
  if (port !== null && isIPv4(port[1] ?? '')) {
    const fix = `write ${port[2]}@ before it`;
    return problems.error(start + text.indexOf(':'), `${what} with a port after it`, fix);
  }
  return problems.error(
    start,
    `bad ${what} "${text}"`,
    'write an IPv4 or IPv6 address; netconsole looks up no names',
  );
}

/** The kernel's in4_pton takes `192.000.002.001` as decimal. */
function withoutLeadingZeros(text: string): string {
  return text.replace(/(^|\.)0+(?=\d)/g, '$1');
}

/** Returns a name, or a MAC address in lower case. */
export function readDeviceField(field: Segment, problems: ProblemList): string | undefined {
  const { text, start } = field;
  if (!isReadable('interface', field, problems)) return undefined;
  if (MAC.test(text)) return text.toLowerCase();
  if (text.includes(':')) {
    const name = text.slice(0, text.indexOf(':'));
    return problems.error(
      start + name.length,
      `"${text}" is neither an interface nor a MAC address`,
      `write ${name}; an alias is chosen by its address before the /`,
    );
  }
  if (text.length > MAX_DEVICE_LENGTH) {
    return problems.error(
      start + MAX_DEVICE_LENGTH,
      `interface name of ${text.length} characters`,
      `interfaces have at most ${MAX_DEVICE_LENGTH}; see: ip link`,
    );
  }
  return text;
}

/** Returns the address in lower case. */
export function readMacField(field: Segment, problems: ProblemList): string | undefined {
  const { text, start } = field;
  const digits = text.toLowerCase().replaceAll(/[.-]/g, '');
  if (/^[0-9a-f]{12}$/.test(digits)) {
    const colons = digits.replaceAll(/(..)(?=.)/g, '$1:');
    return problems.error(start, `MAC address "${text}" without colons`, `write ${colons}`);
  }
  if (!isReadable('MAC address', field, problems)) return undefined;
  if (MAC.test(text)) return text.toLowerCase();
  const fix = 'write six pairs of hex digits: 02:00:00:00:00:01';
  const head = text.slice(0, 17);
  if (MAC.test(head)) {
    return problems.error(start + 17, `"${text.slice(17)}" after the MAC address`, 'remove it');
  }
  if (text.includes('@')) {
    return problems.error(start, 'no ; between two targets', 'write ; before the second one');
  }
  const bad = text.search(/[^0-9a-f:]/i);
  return problems.error(start + Math.max(bad, 0), `bad MAC address "${text}"`, fix);
}
