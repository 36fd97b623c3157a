import type { MessageText } from './message-text.ts';
import { INVALID_UTF8, SYSLOG_PROBLEMS, type SyslogProblem } from './problem.ts';
import { structuredDataObject } from './structured-data-object.ts';
import type { CiscoMnemonic, SyslogMessage } from './syslog-message.ts';
import type { SyslogView } from './syslog-view.ts';
import { timestampText } from './timestamp-text.ts';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const NO_PROBLEMS: readonly SyslogProblem[] = Object.freeze([]);
const MNEMONIC = /^%([^\s:]{1,64})-([0-7])-([^\s:]{1,64}) ?:/;

/** The plain object of a message decoded into `view` from the bytes of `text`. */
export function messageObject(text: MessageText, view: SyslogView): SyslogMessage {
  const message: Writable<SyslogMessage> = {
    format: view.isRfc5424 ? 'rfc5424' : 'rfc3164',
    facility: view.facility,
    severity: view.severity,
    message: text.slice(view.messageStart, view.messageEnd),
    problems: problemList(view.problems | (text.isValidUtf8 ? 0 : INVALID_UTF8)),
  };
  if (view.hostStart !== -1) message.hostname = text.slice(view.hostStart, view.hostEnd);
  if (view.appNameStart !== -1) message.appName = text.slice(view.appNameStart, view.appNameEnd);
  if (view.procIdStart !== -1) message.procId = text.slice(view.procIdStart, view.procIdEnd);
  if (view.msgIdStart !== -1) message.msgId = text.slice(view.msgIdStart, view.msgIdEnd);
  if (view.hasTime) message.timestamp = timestampText(text, view);
  if (view.version !== 0) message.version = view.version;
  const structuredData = structuredDataObject(text, view);
  if (structuredData !== undefined) message.structuredData = structuredData;
  if (text.bytes[view.messageStart] === 0x25) addMnemonic(message);
  return message;
}

function problemList(problems: number): readonly SyslogProblem[] {
  if (problems === 0) return NO_PROBLEMS;
  return SYSLOG_PROBLEMS.filter((_word, bit) => (problems & (1 << bit)) !== 0);
}

function addMnemonic(message: Writable<SyslogMessage>): void {
  const match = MNEMONIC.exec(message.message);
  if (match === null) return;
  const [, facility = '', severity = '', mnemonic = ''] = match;
  const cisco: CiscoMnemonic = { facility, severity: Number(severity), mnemonic };
  message.cisco = cisco;
}
