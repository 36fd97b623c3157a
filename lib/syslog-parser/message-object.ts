import { mnemonicAt } from './grammar/payload.ts';
import { VERSION } from './header-values.ts';
import type { MessageText } from './message-text.ts';
import { INVALID_UTF8, SYSLOG_PROBLEMS, type SyslogProblem } from './problem.ts';
import { headerData, type StructuredDataObject } from './structured-data-object.ts';
import type { CiscoMnemonic, SyslogMessage } from './syslog-message.ts';
import type { SyslogView } from './syslog-view.ts';
import { timestampText } from './timestamp-text.ts';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const problemLists: (readonly SyslogProblem[] | undefined)[] = Array.from({
  length: 1 << SYSLOG_PROBLEMS.length,
});

/** The plain object of a message decoded into `view` from the bytes of `text`, its structured data into `collected`. */
export function messageObject(
  text: MessageText,
  view: SyslogView,
  collected: StructuredDataObject,
): SyslogMessage {
  return new Plain(text, view, collected);
}

/**
 * Makes a plain object: what it constructs inherits from `Object.prototype` alone. A constructor leaves room for all fields it may set,
 * while a literal that fields are added to grows twice or thrice (bench/syslog-parser.ts).
 */
const Plain = function plain(
  this: Writable<SyslogMessage>,
  text: MessageText,
  view: SyslogView,
  collected: StructuredDataObject,
) {
  this.format = view.isRfc5424 ? 'rfc5424' : 'rfc3164';
  this.facility = view.facility;
  this.severity = view.severity;
  const message = text.tail(view.messageStart, view.messageEnd);
  this.message = message;
  this.problems = problemList(view.problems | (text.isValidUtf8 ? 0 : INVALID_UTF8));
  // The fields that most messages have come first: it keeps the number of object shapes low.
  if (view.hasTime) this.timestamp = timestampText(text, view);
  if (view.hostStart !== -1) this.hostname = text.slice(view.hostStart, view.hostEnd);
  if (view.appNameStart !== -1) this.appName = text.slice(view.appNameStart, view.appNameEnd);
  if (view.procIdStart !== -1) this.procId = text.slice(view.procIdStart, view.procIdEnd);
  if (view.msgIdStart !== -1) this.msgId = text.slice(view.msgIdStart, view.msgIdEnd);
  if (view.version !== 0) this.version = view.version;
  if (view.structuredDataStart !== -1) this.structuredData = collected.data;
  if (
    (view.headerSet & ~(1 << VERSION)) !== 0 ||
    view.clockMark !== 0 ||
    view.sequenceStart !== -1
  ) {
    const isSent = view.structuredDataStart !== -1;
    this.structuredData = headerData(text, view, isSent ? collected.data : undefined);
  }
  if (text.bytes[view.messageStart] === 0x25) {
    const at = mnemonicAt(text.bytes, view.messageStart, view.messageEnd);
    if (at !== 0) this.cisco = mnemonicOf(message, at);
  }
} as unknown as new (
  text: MessageText,
  view: SyslogView,
  collected: StructuredDataObject,
) => Writable<SyslogMessage>;
Plain.prototype = Object.prototype;

/** The words of a problem set. Lists are shared, since there are few. */
function problemList(problems: number): readonly SyslogProblem[] {
  let list = problemLists[problems];
  if (list === undefined) {
    list = Object.freeze(SYSLOG_PROBLEMS.filter((_word, bit) => (problems & (1 << bit)) !== 0));
    problemLists[problems] = list;
  }
  return list;
}

/** What Cisco's mnemonic with which the text begins says; `at` is of `mnemonicAt`. */
function mnemonicOf(text: string, at: number): CiscoMnemonic {
  const dash = at >> 8;
  const mnemonic = text.slice(dash + 3, at & 0xff).trimEnd();
  return { facility: text.slice(1, dash), severity: text.charCodeAt(dash + 1) - 0x30, mnemonic };
}
