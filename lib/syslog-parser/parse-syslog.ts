import type { ParseOptions } from './parse-options.ts';
import { checkInput, checkParseOptions } from './check-arguments.ts';
import { messageObject } from './message-object.ts';
import { MessageText } from './message-text.ts';
import { rfc3164Violations } from './rfc3164-violations.ts';
import { rfc5424Violations } from './rfc5424-violations.ts';
import { StructuredDataObject } from './structured-data-object.ts';
import { SyslogDecoder } from './syslog-decoder.ts';
import type { SyslogMessage } from './syslog-message.ts';
import { SyslogView } from './syslog-view.ts';

export { encodeRfc3164 } from './encode-rfc3164.ts';
export { encodeRfc5424 } from './encode-rfc5424.ts';
export { HEADER_VALUES } from './header-values.ts';
export { SYSLOG_PROBLEMS, type SyslogProblem } from './problem.ts';
export {
  walkStructuredData,
  type ParameterRange,
  type StructuredDataCollector,
  type StructuredDataVisitor,
} from './structured-data.ts';
export { SyslogDecoder, type SyslogDecoderOptions } from './syslog-decoder.ts';
export type {
  CiscoMnemonic,
  StructuredData,
  StructuredElement,
  SyslogFields,
  SyslogMessage,
} from './syslog-message.ts';
export {
  LOCAL_TIME,
  NO_TIME_SENT,
  NO_ZONE,
  SyslogView,
  TIME_WITH_OFFSET,
  TIME_WITHOUT_YEAR,
} from './syslog-view.ts';
export { VIOLATIONS, type Violation, type ViolationReason } from './violation.ts';
export { TIMESTAMP_SIZE, writeTimestamp } from './write-timestamp.ts';

export type { ParseOptions } from './parse-options.ts';

const view = new SyslogView();
const text = new MessageText();
const collector = new StructuredDataObject(text);
const decoders = new Map<string, SyslogDecoder>();
/** By the options' identity, since functions are among them. */
const specialDecoders = new WeakMap<ParseOptions, SyslogDecoder>();
const DEFAULTS: ParseOptions = {};
let lastOptions = DEFAULTS;
let lastDecoder = zoneDecoder(DEFAULTS);

/**
 * Parses one syslog message: RFC 5424, RFC 3164, or one of their dialects. Never throws because of a message and loses no
 * text: what no grammar accepts is in `message`, and `problems` lists why. Throws a RangeError for an unknown `zone`, and a TypeError for an
 * argument of a wrong type.
 */
export function parseSyslog(
  input: Uint8Array | string,
  options: ParseOptions = DEFAULTS,
): SyslogMessage {
  checkInput('input', input);
  const decoder = decoderFor(options);
  text.load(input);
  const { bytes, length } = text;
  if (options.format === 'rfc5424') decoder.decodeRfc5424(bytes, 0, length, view, 0);
  else if (options.format === 'rfc3164') {
    decoder.decodeRfc3164(bytes, 0, length, view, arrivalUs(options));
  } else decoder.decode(bytes, 0, length, view, arrivalUs(options));
  const message = messageObject(text, view, collector);
  if (options.strict !== true) return message;
  const findViolations = view.isRfc5424 ? rfc5424Violations : rfc3164Violations;
  return { ...message, violations: findViolations(bytes, view.messageEnd) };
}

function arrivalUs(options: ParseOptions): number {
  const { receivedAt } = options;
  return (receivedAt === undefined ? Date.now() : receivedAt.getTime()) * 1000;
}

/** Decoders keep what they learned of their zone, so there is one for each zone asked for. */
function decoderFor(options: ParseOptions): SyslogDecoder {
  if (options === lastOptions) return lastDecoder;
  checkParseOptions(options);
  lastDecoder = isSpecial(options) ? specialDecoder(options) : zoneDecoder(options);
  lastOptions = options;
  return lastDecoder;
}

function zoneDecoder(options: ParseOptions): SyslogDecoder {
  const zone = options.zone ?? 'local';
  let decoder = decoders.get(zone);
  if (decoder === undefined) {
    decoder = new SyslogDecoder({ zone, collector });
    decoders.set(zone, decoder);
  }
  return decoder;
}

function isSpecial(options: ParseOptions): boolean {
  const { expectsHostname, isHostname, isAppName } = options;
  return expectsHostname === false || isHostname !== undefined || isAppName !== undefined;
}

function specialDecoder(options: ParseOptions): SyslogDecoder {
  let decoder = specialDecoders.get(options);
  if (decoder === undefined) {
    const { zone = 'local', expectsHostname, isHostname, isAppName } = options;
    decoder = new SyslogDecoder({
      zone,
      collector,
      expectsHostname,
      isHostname: isHostname && ((_bytes, start, end) => isHostname(text.slice(start, end))),
      isAppName: isAppName && ((_bytes, start, end) => isAppName(text.slice(start, end))),
    });
    specialDecoders.set(options, decoder);
  }
  return decoder;
}
