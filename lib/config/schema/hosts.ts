import { z } from 'zod';
import { parseAddress } from '../../event/cidr.ts';
import type { HostsConfig } from '../config.ts';
import { Fault } from '../fault.ts';
import { printDuration } from '../duration.ts';
import { duration, flag, parsed, parsedWord, section } from './words.ts';

const DNS_FORM = 'write true, false, or forward-confirmed';
const HOST_NAME = /^[^\x00-\x20\x7f]{1,255}$/;

const address = z.string().refine((text) => parseAddress(text) !== undefined, {
  error: 'write an IPv4 or IPv6 address',
});

export const hostsSchema = section({
  names: z
    .record(address, parsedWord(toHostName, { form: 'write a host name', title: 'host name' }), {
      error: 'write addresses and, after each, its name',
    })
    .prefault({})
    .describe('Names by address; they take precedence.'),
  userdata: parsed(toKey, { form: 'write the key of a userdata item, such as host', title: 'key' })
    .optional()
    .describe('The netconsole userdata key that names its sender; off when absent.'),
  dns: z
    .union([flag(), z.literal('forward-confirmed', { error: DNS_FORM })], { error: DNS_FORM })
    .prefault(false)
    .describe(
      'Whether to ask reverse DNS; `forward-confirmed`: only names count that resolve to the address. Until the reply, the address is used; replies are kept for an hour, failures for a minute. Names that are empty, an address, or given to another machine by `hosts.names` or the hosts file are ignored.',
    ),
  silentAfter: duration('1s', '12h')
    .optional()
    .describe(
      'After this long without a message from a host, the signal `silent` is sent; only for hosts that have sent `netconsole-relay: heartbeat` (`setup --for heartbeat`), once a minute. Below `5m` a few lost datagrams are enough. Off when absent.',
    ),
});

export function toHosts(raw: z.output<typeof hostsSchema>): HostsConfig {
  const { names, userdata, dns, silentAfter: silentAfterMs } = raw;
  return { names: { ...names }, userdata, dns, silentAfterMs };
}

/** As it would be written in the configuration. */
export function printHosts({ silentAfterMs, ...hosts }: HostsConfig): object {
  const silentAfter = silentAfterMs === undefined ? undefined : printDuration(silentAfterMs);
  return { ...hosts, silentAfter };
}

function toHostName(text: string): string | Fault {
  if (HOST_NAME.test(text)) return text;
  return new Fault('the host name is empty, too long, or has spaces', 'write one without spaces');
}

function toKey(text: string): string | Fault {
  if (/^[^\x00-\x20\x7f=]+$/.test(text)) return text;
  return new Fault(`"${text}" is not a key`, 'write the key of a userdata item, such as host');
}
