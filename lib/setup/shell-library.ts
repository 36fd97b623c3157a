import { readFileSync } from 'node:fs';

/** The parts that shell scripts are put together from; shell/NAME.sh describes each. */
type ShellPart = 'configfs' | 'path' | 'warnings' | 'sender';

/** The text of a part, without its note to shellcheck. */
export function readShell(part: ShellPart): string {
  const text = readFileSync(new URL(`./shell/${part}.sh`, import.meta.url), 'utf8');
  return text.slice(text.indexOf('\n') + 1);
}
