import type { Userdatum } from './sender-settings.ts';

/** Limits of drivers/net/netconsole.c, in bytes: MAX_EXTRADATA_NAME_LEN, MAX_EXTRADATA_VALUE_LEN, MAX_USERDATA_ITEMS. */
const MAX_KEY_BYTES = 53;
export const MAX_VALUE_BYTES = 200;
const MAX_KEYS = 256;

/** Keys of fields that the kernel writes itself; their last value wins, and userdata after them names no host. */
const KERNEL_KEYS = ['cpu', 'taskname', 'release', 'msgid'];

/** Reads each `KEY=VALUE`; what is wrong is added to `problems`. */
export function readUserdata(texts: readonly string[], problems: string[]): Userdatum[] {
  const userdata: Userdatum[] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    const value = text.slice(equals + 1);
    const problem =
      equals < 0
        ? `--userdata is ${JSON.stringify(text)}; expected KEY=VALUE`
        : (keyProblem(key) ?? valueProblem(key, value));
    if (problem !== undefined) problems.push(problem);
    else if (seen.has(key)) problems.push(`--userdata names the key ${key} twice; name it once`);
    seen.add(key);
    userdata.push({ key, value });
  }
  if (texts.length > MAX_KEYS) {
    problems.push(`--userdata is given ${texts.length} times; the kernel takes ${MAX_KEYS} keys`);
  }
  return userdata;
}

function keyProblem(key: string): string | undefined {
  const shown = JSON.stringify(key);
  const bytes = Buffer.byteLength(key);
  if (bytes > MAX_KEY_BYTES) {
    return `--userdata key ${shown} has ${bytes} bytes; the kernel takes ${MAX_KEY_BYTES}`;
  }
  if (KERNEL_KEYS.includes(key)) {
    return `--userdata key ${shown} is a field of the kernel's own; choose another name`;
  }
  if (/^[!-.0-~]+$/.test(key) && !key.startsWith('.')) return undefined;
  return `--userdata key ${shown} is no directory name; use printable ASCII without spaces and /, not beginning with a dot`;
}

function valueProblem(key: string, value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_VALUE_BYTES) {
    return `--userdata value of ${key} has ${bytes} bytes; the kernel takes ${MAX_VALUE_BYTES}`;
  }
  if (/[\n\r\0]/.test(value)) return `--userdata value of ${key} has a line break; leave it out`;
  if (value === '') return `--userdata value of ${key} is empty; the kernel would leave it out`;
  return undefined;
}
