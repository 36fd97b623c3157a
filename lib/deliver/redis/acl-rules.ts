import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { compileStream } from './redis-form.ts';

/** The permissions that a destination needs, as rules of an ACL: patterns of keys, then commands. */
export function aclRulesOf(config: RedisDestinationConfig): string {
  const { server, stream, maxLength, maxAgeMs, waitReplicas } = config;
  const name = compileStream(stream).overflowName?.replaceAll('_overflow', '*') ?? stream;
  const rules = [`~${server.keyPrefix}${name}`, `~${server.keyPrefix}netconsole-relay:*`];
  rules.push('+evalsha', '+eval', '+get', '+set', '+xadd');
  if (maxLength !== undefined || maxAgeMs !== undefined) rules.push('+xtrim');
  if (maxAgeMs !== undefined) rules.push('+time');
  if (waitReplicas !== undefined) rules.push('+wait');
  if (server.cluster !== undefined) rules.push('+cluster|slots', '+asking');
  if (server.database !== 0) rules.push('+select');
  return rules.join(' ');
}
