import { z } from 'zod';
import { parseAddress } from '../../route/cidr.ts';
import type { HostsConfig } from '../config.ts';
import { Fault } from '../fault.ts';
import { flag, parsed, parsedWord, section } from './words.ts';

const HOST_NAME = /^[^\x00-\x20\x7f]{1,255}$/;

const address = z.string().refine((text) => parseAddress(text) !== undefined, {
  error: 'write an IPv4 or IPv6 address',
});

export const hostsSchema = section({
  names: z
    .record(address, parsedWord(toHostName, { form: 'write a host name', title: 'host name' }), {
      error: 'write addresses and, behind each, its name',
    })
    .prefault({})
    .describe('Names by address; asked first.'),
  userdata: parsed(toKey, { form: 'write the key of a userdata item, such as host', title: 'key' })
    .optional()
    .describe('The netconsole userdata key that names its sender; off when absent.'),
  dns: flag()
    .prefault(false)
    .describe(
      'Whether to ask reverse DNS. Until it answers, the address is used; answers are kept for an hour, failures for a minute.',
    ),
});

export function toHosts(raw: z.output<typeof hostsSchema>): HostsConfig {
  return { names: { ...raw.names }, userdata: raw.userdata, dns: raw.dns };
}

function toHostName(text: string): string | Fault {
  if (HOST_NAME.test(text)) return text;
  return new Fault('the host name is empty, too long, or has blanks', 'write one without blanks');
}

function toKey(text: string): string | Fault {
  if (/^[^\x00-\x20\x7f=]+$/.test(text)) return text;
  return new Fault(`"${text}" is not a key`, 'write the key of a userdata item, such as host');
}
