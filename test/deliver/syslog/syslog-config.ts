import type {
  SyslogDestinationConfig,
  SyslogTarget,
} from '../../../lib/config/destination-config.ts';

/** A configuration with the defaults of the schema, but for short times. */
export function syslogConfig(
  to: readonly SyslogTarget[],
  changes: Partial<SyslogDestinationConfig> = {},
): SyslogDestinationConfig {
  return {
    type: 'syslog',
    name: 'loghost',
    queueBytes: 64 * 1024 * 1024,
    to,
    format: 'rfc5424',
    framing: 'octet-counting',
    tls: {
      ca: undefined,
      cert: undefined,
      key: undefined,
      serverName: undefined,
      minVersion: 'TLSv1.2',
    },
    maxMessageBytes: 64 * 1024,
    resendWindowBytes: 128 * 1024,
    connectTimeoutMs: 5000,
    timeoutMs: 300,
    keepAliveMs: 30_000,
    enterpriseId: 32_473,
    spool: undefined,
    ...changes,
  };
}
