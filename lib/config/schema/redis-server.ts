import { z } from 'zod';
import {
  parseRedisAddress,
  parseRedisUrl,
  printRedisAddress,
  printRedisUrl,
  REDIS_ADDRESS_FORM,
  REDIS_URL_FORM,
  type RedisServerConfig,
} from '../redis-server-config.ts';
import { clientTlsSchema, toClientTls } from './client-tls.ts';
import { flag, parsed, parsedWord, section, wholeNumber } from './words.ts';

/** Braces in pairs around something: Redis Cluster hashes the text between the first two. */
const PAIRED_BRACES = /^[^{}]*(?:\{[^{}]+\}[^{}]*)*$/;

const secret = (): z.ZodType<string> =>
  parsedWord((text) => text, { form: 'write text', title: 'text' });

const addresses = () =>
  z
    .array(parsed(parseRedisAddress, { form: REDIS_ADDRESS_FORM, title: 'host:port' }), {
      error: 'write a list, such as [host:6379]',
    })
    .min(1, { error: 'name at least one' })
    .meta({ title: 'list of host:port' })
    .optional();

/** Address of Redis and login of a source or destination. */
export const REDIS_SERVER_KEYS = {
  url: parsed(parseRedisUrl, { form: REDIS_URL_FORM, title: 'address' })
    .optional()
    .describe('The server: `redis://HOST:PORT`, or `rediss://` for TLS.'),
  nodes: addresses().describe(
    'In place of `url`, a Redis Cluster: some of its nodes; the others are found through them.',
  ),
  sentinels: addresses().describe(
    'In place of `url`: the sentinels that know the master; without password. With `name`.',
  ),
  name: z
    .string({ error: 'write the name that the sentinels have for the master' })
    .min(1, { error: 'write the name that the sentinels have for the master' })
    .meta({ title: 'text' })
    .optional()
    .describe('The name that the sentinels have for the master.'),
  username: z
    .string({ error: 'write a user’s name' })
    .meta({ title: 'text' })
    .optional()
    .describe('The user to log in as.'),
  password: secret().optional().describe('Its password; never logged, `***` in `check --print`.'),
  database: wholeNumber(0, 9999).optional().describe('The number of the database; 0 when absent.'),
  keyPrefix: z
    .string({ error: 'write text' })
    .regex(PAIRED_BRACES, { error: 'write braces in pairs around text, or none' })
    .meta({ title: 'text' })
    .prefault('')
    .describe('Text before the names of streams and of the state keys.'),
  tls: z
    .union([flag(), clientTlsSchema], { error: 'write true, or a mapping with keys such as ca' })
    .optional()
    .describe('TLS, also without `rediss://`, and also to sentinels.'),
};

const keys = section(REDIS_SERVER_KEYS);
export type RawRedisServer = z.output<typeof keys>;

/** Checks that concern several keys. */
export function checkRedisServer(raw: RawRedisServer, context: z.RefinementCtx): void {
  const { url, nodes, sentinels, name, database } = raw;
  const report = (key: keyof RawRedisServer, what: string, hint: string): void => {
    context.addIssue({ code: 'custom', path: [key], message: what, params: { hint } });
  };
  const places = [url, nodes, sentinels].filter((place) => place !== undefined);
  if (places.length === 0) {
    context.addIssue({ code: 'custom', message: 'write url, nodes or sentinels', path: [] });
  }
  if (places.length > 1) {
    const key = sentinels === undefined ? 'nodes' : 'sentinels';
    report(key, 'only one kind of address is allowed', 'write one of url, nodes and sentinels');
  }
  if (sentinels !== undefined && name === undefined) {
    report('sentinels', 'the master has no name', 'add name, the sentinels’ name of the master');
  }
  if (name !== undefined && sentinels === undefined) {
    report('name', 'there are no sentinels', 'add sentinels, or remove name');
  }
  if (nodes !== undefined && database !== undefined && database !== 0) {
    report('database', 'a cluster has database 0 only', 'remove it');
  }
}

export function toRedisServer(raw: RawRedisServer): RedisServerConfig {
  const { url, nodes, sentinels, name = '', tls, username, password, database, keyPrefix } = raw;
  const isTls = tls === undefined ? (url?.isTls ?? false) : tls !== false;
  const settings = typeof tls === 'object' ? tls : clientTlsSchema.parse({});
  const first = url ?? nodes?.[0] ?? sentinels?.[0];
  return {
    host: first?.host ?? '',
    port: first?.port ?? 0,
    cluster: nodes,
    sentinels: sentinels && { addresses: sentinels, name },
    username: username ?? url?.username,
    password: password ?? url?.password,
    database: database ?? url?.database ?? 0,
    keyPrefix,
    tls: isTls ? toClientTls(settings) : undefined,
  };
}

/** The inverse of `toRedisServer`, with the secret masked. */
export function printRedisServer(server: RedisServerConfig): object {
  const { cluster, sentinels } = server;
  const isOne = cluster === undefined && sentinels === undefined;
  return {
    ...(isOne ? { url: printRedisUrl(server) } : {}),
    ...(cluster === undefined ? {} : { nodes: cluster.map(printRedisAddress) }),
    ...(sentinels === undefined
      ? {}
      : { sentinels: sentinels.addresses.map(printRedisAddress), name: sentinels.name }),
    username: server.username,
    password: server.password === undefined ? undefined : '***',
    database: cluster === undefined ? server.database : undefined,
    keyPrefix: server.keyPrefix,
    tls: server.tls ?? (isOne ? undefined : false),
  };
}
