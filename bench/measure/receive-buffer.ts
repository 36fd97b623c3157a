import { readFileSync, writeFileSync } from 'node:fs';

const LIMIT_FILE = '/proc/sys/net/core/rmem_max';

/**
 * Runs `body` with a receive buffer that every receiver can have. A receiver that does not ask by force (syslog-ng)
 * is held to net.core.rmem_max: root raises that limit and puts it back at the end; for anybody else
 * the limit is the buffer of all.
 */
export async function withReceiveBuffer<Result>(
  bytes: number,
  body: (grantedBytes: number) => Promise<Result>,
): Promise<Result> {
  const limit = Number(readFileSync(LIMIT_FILE, 'utf8'));
  if (limit >= bytes) return body(bytes);
  try {
    writeFileSync(LIMIT_FILE, String(bytes));
  } catch {
    return body(limit);
  }
  const restore = (): void => writeFileSync(LIMIT_FILE, String(limit));
  const interrupted = (): void => {
    restore();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    return await body(bytes);
  } finally {
    process.off('SIGINT', interrupted);
    restore();
  }
}
