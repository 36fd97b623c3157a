import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isPlaceholder } from './explain/read-field.ts';
import { hasColon, type TargetSettings } from './sender-settings.ts';

/** The words of one target as typed. */
export interface TargetWords {
  readonly target: string;
  readonly targetPort: string | undefined;
  readonly targetMac: string | undefined;
  readonly device: string | undefined;
  readonly sourceIp: string | undefined;
  readonly sourcePort: string | undefined;
}

interface Address {
  /** Canonical. */
  readonly text: string;
  readonly scope: string | undefined;
  /** Such as `unicast`, `linkLocal` or `loopback`, see ipaddr.js. */
  readonly range: string;
}

/** Names that interfaces have in practice; the parameter and shells give other characters a meaning. */
const DEVICE_NAME = /^\w[\w.+-]{0,14}$/;
const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

/** Reads one target; what is wrong is added to `problems`, and the result is then of no use. */
export function readTarget(words: TargetWords, problems: string[]): TargetSettings {
  const address = readAddress('--target', words.target, problems);
  const source = words.sourceIp && readAddress('--source-ip', words.sourceIp, problems);
  const device = readDevice(words.device ?? address?.scope, problems);
  if (address !== undefined) checkTarget(address, device, problems);
  if (address?.scope !== undefined && device !== address.scope) {
    problems.push(`--target names the interface ${address.scope}, --device ${device}; give one`);
  }
  if (source && address && hasColon(source.text) !== hasColon(address.text)) {
    problems.push(
      `--source-ip ${source.text} and --target ${address.text} are of two families; give two IPv4 or two IPv6 addresses`,
    );
  }
  return {
    address: address?.text ?? '',
    port: readPort('--target-port', words.targetPort, problems),
    mac: words.targetMac && readMac(words.targetMac, problems),
    device,
    sourceAddress: source ? source.text : undefined,
    sourcePort: readPort('--source-port', words.sourcePort, problems),
  };
}

function readAddress(option: string, typed: string, problems: string[]): Address | undefined {
  const bracketed = /^\[(.*)\]$/.exec(typed)?.[1];
  const [text = '', scope] = (bracketed ?? typed).split('%');
  const isMapped = /^::ffff:[\d.]+$/i.test(text);
  if (isMapped || (!isIPv4(text) && !isIPv6(text))) {
    const fix = isMapped ? `write ${text.slice(7)}` : 'write an IPv4 or IPv6 address';
    const why = 'netconsole looks up no names';
    problems.push(`${option} is ${JSON.stringify(typed)}; ${isMapped ? fix : `${fix}: ${why}`}`);
    return undefined;
  }
  const address = ipaddr.parse(text);
  return { text: address.toString(), scope, range: address.range() };
}

function checkTarget(address: Address, device: string | undefined, problems: string[]): void {
  const { text, range } = address;
  if (['unspecified', 'loopback', 'multicast'].includes(range)) {
    problems.push(`--target ${text} is not the address of another machine; give the relay's`);
  }
  if (range === 'linkLocal' && hasColon(text) && device === undefined) {
    problems.push(`--target ${text} is link-local; add its interface: ${text}%eth0`);
  }
}

function readDevice(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined || (DEVICE_NAME.test(text) && !isPlaceholder(text))) return text;
  if (MAC.test(text)) return canonicalMac(text);
  const shown = JSON.stringify(text);
  problems.push(
    hasColon(text)
      ? `--device ${shown} is an alias; give the interface itself, and its address as --source-ip`
      : `--device is ${shown}; expected an interface name of 1 to 15 letters, digits, dots and dashes`,
  );
  return text;
}

function readPort(
  option: string,
  text: string | undefined,
  problems: string[],
): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    problems.push(`${option} is ${JSON.stringify(text)}; expected a port, 1 to 65535`);
  }
  return port;
}

function readMac(text: string, problems: string[]): string {
  const mac = canonicalMac(text);
  const isGroup = (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
  if (!MAC.test(text)) {
    problems.push(
      `--target-mac is ${JSON.stringify(text)}; expected six pairs of hex digits: 02:00:00:00:00:01`,
    );
  } else if (mac === '00:00:00:00:00:00' || (isGroup && mac !== 'ff:ff:ff:ff:ff:ff')) {
    problems.push(
      `--target-mac ${mac} is not the address of a machine; give the relay's, or that of the router on the way`,
    );
  }
  return mac;
}

function canonicalMac(text: string): string {
  return text.toLowerCase().replaceAll('-', ':');
}
