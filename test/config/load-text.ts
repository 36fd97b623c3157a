import { ConfigError } from '../../lib/config/config-error.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig } from '../../lib/config/load-config.ts';

/** One source and one destination, a line each: what follows is on line 3. */
export const SOURCE = 'sources: { kernel: { type: udp } }\n';
export const SCREEN = 'destinations: { screen: { type: stdout } }\n';

const FILES: Readonly<Record<string, string>> = { '/secret': 'a secret\n' };

/** Reads from `files`; others do not exist. */
export function reader(files: Readonly<Record<string, string>>): (path: string) => string {
  return (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
}

export function load(text: string, env: Record<string, string> = {}): Config {
  return loadConfig(text, { file: 'f.yaml', env, readFile: reader(FILES) }).config;
}

/** Each problem as it is printed, without the file. */
export function problems(text: string, env: Record<string, string> = {}): string[] {
  try {
    load(text, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').map((line) => line.replace(/^f\.yaml:/, ''));
  }
  return [];
}
