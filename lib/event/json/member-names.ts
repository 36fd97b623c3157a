/** The names of an event's members, as `memberName` makes them; shared by the writer and the reader of its JSON. */
import { memberName } from './json-object.ts';

export const RECEIVED_AT = memberName('receivedAt');
export const SOURCE = memberName('source');
export const FORMAT = memberName('format');
export const HOSTNAME = memberName('hostname');
export const CLAIMED_HOSTNAME = memberName('claimedHostname');
export const FACILITY = memberName('facility');
export const SEVERITY = memberName('severity');
export const TIMESTAMP = memberName('timestamp');
export const APP_NAME = memberName('appName');
export const PROC_ID = memberName('procId');
export const MSG_ID = memberName('msgId');
export const STRUCTURED_DATA = memberName('structuredData');
export const MESSAGE = memberName('message');
export const KERNEL = memberName('kernel');
export const SIGNAL_MEMBER = memberName('signal');
export const PROBLEMS_MEMBER = memberName('problems');

export const RELEASE = memberName('release');
export const SEQUENCE = memberName('sequence');
export const UPTIME_US = memberName('uptimeUs');
export const CALLER = memberName('caller');
export const FLAG = memberName('flag');
export const FIELDS = memberName('fields');
export const HEADER = memberName('header');
export const FRAGMENTS = memberName('fragments');
export const GAP_BEFORE = memberName('gapBefore');
export const OUT_OF_ORDER = memberName('outOfOrder');
export const REPLAY_NOTICE = memberName('replayNotice');
export const MISSING = memberName('missing');
export const ESTIMATED_TIME = memberName('estimatedTime');
export const DROPPED = memberName('dropped');
export const CRASH = memberName('crash');
export const TROUBLE = memberName('trouble');
export const AFTER = memberName('after');
export const DOWN_SECONDS = memberName('downSeconds');
export const LAST_WORDS = memberName('lastWords');
