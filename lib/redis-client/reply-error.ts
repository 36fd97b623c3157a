/**
 * How the relay handles an error reply: `retry` without limit; `settings`: retry slowly, an operator must change something; `no-script`:
 * send the text of the script; `refused`: permanent.
 */
export type ReplyErrorClass = 'retry' | 'settings' | 'no-script' | 'refused';

export interface ReplyError {
  readonly kind: ReplyErrorClass;
  /** The first word, such as `OOM`. */
  readonly word: string;
}

/** Transient errors, with the fix for the log; empty if time is the fix. */
export const RETRY_FIXES: Readonly<Record<string, string>> = {
  LOADING: '',
  MASTERDOWN: '',
  CLUSTERDOWN: '',
  TRYAGAIN: '',
  NOREPLICAS: 'check its replicas',
  BUSY: 'a script of another client runs for too long',
  MISCONF: 'check the disk of the server',
  READONLY: 'it is a replica; name its master',
  OOM: 'raise maxmemory, or set maxLength or maxAge',
};

const LOGIN_WORDS = new Set(['NOAUTH', 'WRONGPASS']);
const CLUSTER_WORDS = new Set(['MOVED', 'ASK', 'CROSSSLOT']);
const SETTINGS_WORDS = new Set([...LOGIN_WORDS, ...CLUSTER_WORDS, 'NOPERM', 'DENIED']);
/** `ERR` replies that a change of settings ends; texts of Redis 5 to 8 and of Valkey. */
const SETTINGS_TEXT = /\bACL\b|run this command|unknown command|invalid password|DB index|AUTH/i;
/** Redis 6 and older put the error of a command in a script after this text. */
const OLD_SCRIPT_ERROR = /^ERR Error running script .*?: -?([A-Z]+) /;

/** Classifies an error reply by its first word, the only part that is the same for all servers and versions. */
export function classifyReplyError(message: string): ReplyError {
  const word = OLD_SCRIPT_ERROR.exec(message)?.[1] ?? message.split(' ', 1)[0] ?? '';
  return { kind: kindOf(word, message), word };
}

function kindOf(word: string, message: string): ReplyErrorClass {
  if (word === 'NOSCRIPT') return 'no-script';
  if (Object.hasOwn(RETRY_FIXES, word)) return 'retry';
  if (SETTINGS_WORDS.has(word)) return 'settings';
  if (word !== 'ERR') return 'refused';
  if (message.startsWith('ERR max number of clients')) return 'retry';
  return SETTINGS_TEXT.test(message) ? 'settings' : 'refused';
}

/** What an operator must change; `grants`: the permissions of the relay as rules of an ACL. */
export function settingsFix(word: string, grants: string): string {
  if (LOGIN_WORDS.has(word)) return 'set username and password';
  if (CLUSTER_WORDS.has(word)) {
    return 'it is a node of a Redis Cluster; write nodes in place of url';
  }
  if (word === 'DENIED') return 'set a password on the server, or switch its protected mode off';
  return `grant the user ${grants}`;
}
