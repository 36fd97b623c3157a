import { expect } from 'chai';
import { classifyReplyError, type ReplyErrorClass } from '../../lib/redis-client/reply-error.ts';

/** As servers reply: Redis 5 to 8, Valkey 8 and 9. */
const REPLIES: readonly [message: string, kind: ReplyErrorClass, word: string][] = [
  ['LOADING Redis is loading the dataset in memory', 'retry', 'LOADING'],
  ['MASTERDOWN Link with MASTER is down', 'retry', 'MASTERDOWN'],
  ['CLUSTERDOWN The cluster is down', 'retry', 'CLUSTERDOWN'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'retry', 'TRYAGAIN'],
  ['NOREPLICAS Not enough good replicas to write. script: abc', 'retry', 'NOREPLICAS'],
  ['BUSY Redis is busy running a script.', 'retry', 'BUSY'],
  ['MISCONF Redis is configured to save RDB snapshots', 'retry', 'MISCONF'],
  ["READONLY You can't write against a read only replica.", 'retry', 'READONLY'],
  ["OOM command not allowed when used memory > 'maxmemory'. script: abc", 'retry', 'OOM'],
  [
    "ERR Error running script (call to f_ab): @user_script:5: @user_script: 5: -OOM command not allowed when used memory > 'maxmemory'.",
    'retry',
    'OOM',
  ],
  ['ERR max number of clients reached', 'retry', 'ERR'],
  ['NOSCRIPT No matching script. Please use EVAL.', 'no-script', 'NOSCRIPT'],
  ['NOAUTH Authentication required.', 'settings', 'NOAUTH'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'settings', 'WRONGPASS'],
  ["NOPERM this user has no permissions to run the 'evalsha' command", 'settings', 'NOPERM'],
  ["ERR The user executing the script can't run this command or subcommand", 'settings', 'ERR'],
  ['ERR ACL failure in script: ...', 'settings', 'ERR'],
  ['ERR Client sent AUTH, but no password is set', 'settings', 'ERR'],
  ["ERR unknown command 'EVALSHA'", 'settings', 'ERR'],
  ['MOVED 12182 127.0.0.1:7001', 'settings', 'MOVED'],
  ["CROSSSLOT Keys in request don't hash to the same slot", 'settings', 'CROSSSLOT'],
  ['DENIED Redis is running in protected mode', 'settings', 'DENIED'],
  ['WRONGTYPE Operation against a key', 'refused', 'WRONGTYPE'],
  ['ERR something new', 'refused', 'ERR'],
  ['', 'refused', ''],
];

describe('error replies of Redis', () => {
  for (const [message, kind, word] of REPLIES) {
    it(`${kind}: ${message.slice(0, 60)}`, () => {
      expect(classifyReplyError(message)).to.deep.equal({ kind, word });
    });
  }
});
