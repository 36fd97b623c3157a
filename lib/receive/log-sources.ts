import { printSize } from '../config/size.ts';
import type { SourceConfig } from '../config/source-config.ts';
import type { Log } from '../log/log.ts';
import type { Receivers } from './receivers.ts';

/** Logs where sources are reached, and what is not as it was configured. */
export function logSources(
  sources: readonly SourceConfig[],
  receivers: Pick<Receivers, 'report'>,
  log: Log,
): void {
  for (const source of sources) {
    const report = receivers.report(source);
    if (report === undefined) continue;
    const { endpoint, verb = 'listens on', receiveBufferBytes, warning } = report;
    log.info(`source ${source.name} ${verb} ${endpoint}`);
    if (receiveBufferBytes !== undefined) {
      log.debug(`source ${source.name} has a receive buffer of ${printSize(receiveBufferBytes)}`);
    }
    if (warning !== undefined) log.warn(`source ${source.name} ${warning}`);
  }
}
