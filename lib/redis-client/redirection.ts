import type { RedisAddress } from '../config/redis-server-config.ts';

/** Another node of a cluster has the key: from now on (`moved`), or for this command alone, after ASKING (`ask`). */
export interface Redirection {
  readonly kind: 'moved' | 'ask';
  readonly slot: number;
  readonly to: RedisAddress;
}

const FORM = /^(MOVED|ASK) (\d+) (.*):(\d+)$/;

/** Reads `MOVED SLOT HOST:PORT` and `ASK SLOT HOST:PORT`; undefined for any other error. `from`: the node that replied; it may leave out the host. */
export function parseRedirection(message: string, from: RedisAddress): Redirection | undefined {
  const [, word, slot, host, port] = FORM.exec(message) ?? [];
  if (host === undefined) return undefined;
  const to = { host: host === '' ? from.host : host, port: Number(port) };
  return { kind: word === 'ASK' ? 'ask' : 'moved', slot: Number(slot), to };
}
