import type { Config } from './config.ts';
import { DEFAULT_CONFIG_NAME } from './default-config-name.ts';
import { loadConfig } from './load-config.ts';

/** The configuration of a relay that was given none. */
export const DEFAULT_CONFIG_TEXT = `sources:
  netconsole:
    type: udp
    listen: "[::]:6666"
  syslog:
    type: udp
    listen: "[::]:514"

destinations:
  netconsole:
    type: file
    path: /var/log/$HOST/netconsole.log
  syslog:
    type: file
    path: /var/log/$HOST/syslog.log

routes:
  - when: { format: netconsole }
    to: [netconsole]
    final: true
  - to: [syslog]
`;

export function defaultConfig(): Config {
  const nothing = { env: {}, readFile: () => '' };
  return loadConfig(DEFAULT_CONFIG_TEXT, { file: DEFAULT_CONFIG_NAME, ...nothing }).config;
}
