import { parseSeverities } from '../config/event-words.ts';
import { Fault } from '../config/fault.ts';
import type { TapSettings } from '../deliver/tap/tap-settings.ts';
import type { Severity } from '../event/facility-severity.ts';
import { globFault } from '../route/glob.ts';
import { textPatternFault } from '../route/text-pattern.ts';

/** The events that a subscriber wants, in words. */
export interface TailWords {
  /** Globs on `$HOST`; empty: all hosts. */
  readonly hosts: readonly string[];
  /** `warning or worse`, `info or less`, or words separated by commas; undefined: all. */
  readonly severity: string | undefined;
  /** A regular expression in RE2's syntax on the message; undefined: all. */
  readonly grep: string | undefined;
}

/** The condition that the words are; a text with all that is wrong with them. */
export function conditionOf({ hosts, severity, grep }: TailWords): TapSettings['when'] | string {
  const faults: string[] = [];
  for (const host of hosts) {
    const fault = globFault(host);
    if (fault !== undefined) faults.push(`--host: ${fault.what}; ${fault.hint}`);
  }
  const severities = severity === undefined ? undefined : severitiesOf(severity, faults);
  const fault = grep === undefined ? undefined : textPatternFault(grep);
  if (fault !== undefined) faults.push(`--grep: ${fault}; write a regular expression of RE2`);
  if (faults.length > 0) return faults.join('\n');
  return {
    ...(hosts.length === 0 ? {} : { host: hosts }),
    ...(severities === undefined ? {} : { severity: severities }),
    ...(grep === undefined ? {} : { message: { matches: grep } }),
  };
}

function severitiesOf(text: string, faults: string[]): Severity[] {
  return text.split(',').flatMap((words) => {
    const found = parseSeverities(words.trim());
    if (!(found instanceof Fault)) return found;
    faults.push(`--severity: ${found.what}; ${found.hint}`);
    return [];
  });
}
