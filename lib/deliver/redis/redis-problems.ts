import type { Retry, SendResult } from '../outbox/carrier.ts';
import type { Parcel } from '../parcel.ts';
import { ConnectionError } from '../../redis-client/redis-connection.ts';
import { classifyReplyError, RETRY_FIXES, settingsFix } from '../../redis-client/reply-error.ts';

/** Settings are changed by people: retried at this interval. */
const SETTINGS_RETRY_MS = 5000;

/** Turns errors of one server into results for the outbox, with messages for the log. */
export class RedisProblems {
  /** Without secrets. */
  readonly url: string;
  readonly #grants: string;

  /** `grants`: the permissions that the relay needs, as rules of an ACL. */
  constructor(url: string, grants: string) {
    this.url = url;
    this.#grants = grants;
  }

  /** The result of a parcel whose attempt ended with `error`; `isLogin`: before the parcel was sent. */
  resultOf(error: Error, parcel: Parcel, isLogin: boolean): SendResult {
    if (error instanceof ConnectionError) {
      const found = isLogin ? 'connect to' : 'write to';
      return this.#retry(
        `Cannot ${found} ${this.url}: ${error.message}; check that Redis is running`,
      );
    }
    // An internal error.
    if (error.name !== 'ReplyError') throw error;
    const { kind, word } = classifyReplyError(error.message);
    const what = `Cannot ${isLogin ? 'log in to' : 'write to'} ${this.url}: ${error.message}`;
    if (kind === 'retry') {
      const fix = RETRY_FIXES[word] ?? 'raise maxclients';
      return this.#retry(fix === '' ? what : `${what}; ${fix}`);
    }
    if (kind === 'refused' && !isLogin) {
      return { kind: 'delivered', refused: { events: parcel.events, problem: what } };
    }
    const problem = `${what}; ${settingsFix(word, this.#grants)}`;
    return { kind: 'retry', level: 'error', problem, afterMs: SETTINGS_RETRY_MS };
  }

  missingReplicas(found: number, wanted: number): Retry {
    return this.#retry(
      `${found} of ${wanted} replicas of ${this.url} have the events within the time of waitReplicas; check its replicas`,
    );
  }

  /** What an operator must change so that an error reply ends. */
  fixOf(message: string): string {
    return settingsFix(classifyReplyError(message).word, this.#grants);
  }

  #retry(problem: string): Retry {
    return { kind: 'retry', problem };
  }
}
