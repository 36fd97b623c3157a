import { z } from 'zod';
import type { ControlConfig, HttpConfig } from '../config.ts';
import { DEFAULT_CONTROL_SOCKET } from '../control-socket.ts';
import { Fault } from '../fault.ts';
import { parseListenAddress, printListenAddress } from '../listen-address.ts';
import { parsed, section } from './words.ts';

/** Bytes of an address in `struct sockaddr_un`, with its final NUL; unix(7). */
const MAX_SOCKET_PATH = 108;
const PATH_FORM = 'write the path of a Unix socket, at most 107 bytes';
const HOST_NAME = /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252}[A-Za-z0-9_])?$/;
const HOSTS_FORM = 'write a list of DNS names, such as [relay.example.org]';

const hostName = parsed(
  (text) =>
    HOST_NAME.test(text)
      ? text.toLowerCase()
      : new Fault(`"${text}" is not a DNS name`, 'write one such as relay.example.org'),
  { form: HOSTS_FORM, title: 'DNS name' },
);

export const httpSchema = section({
  listen: parsed(parseListenAddress, {
    form: 'write address:port, such as 127.0.0.1:6667',
    title: 'address:port',
  }).describe('Address and port of `/metrics`, `/healthz` and `/readyz`.'),
  hosts: z
    .array(hostName, { error: HOSTS_FORM })
    .prefault([])
    .describe(
      'Names that requests may have in their `Host` header besides IP addresses and `localhost`. Others are refused: by DNS rebinding, a web page could otherwise read the answers.',
    ),
});

export const controlSchema = section({
  socket: parsed(
    (text) =>
      text !== '' && Buffer.byteLength(text) < MAX_SOCKET_PATH
        ? text
        : new Fault('the path is empty or too long', PATH_FORM),
    { form: PATH_FORM, title: 'path' },
  )
    .prefault(DEFAULT_CONTROL_SOCKET)
    .describe(
      'The Unix socket for `status`, `top`, `tail` and `spool`. If it cannot be created, that is one warning, and the relay runs without it.',
    ),
});

export function toHttp(raw: z.output<typeof httpSchema> | undefined): HttpConfig | undefined {
  return raw === undefined ? undefined : { listen: raw.listen, hosts: raw.hosts };
}

export function toControl({ socket }: z.output<typeof controlSchema>): ControlConfig {
  return { socket };
}

export function printHttp(http: HttpConfig | undefined): object | undefined {
  return http === undefined ? undefined : { ...http, listen: printListenAddress(http.listen) };
}
