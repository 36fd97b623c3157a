import { existsSync } from 'node:fs';
import { DirectoryWalk } from './directory-walk.ts';
import { HeldRuns } from './held-runs.ts';
import { LogWriter } from './log-writer.ts';
import { OpenFiles } from './open-files.ts';
import { PathAppender } from './path-appender.ts';
import { PathQuota } from './path-quota.ts';
import { Permissions } from './permissions.ts';
import { SafeOpener } from './safe-opener.ts';
import { WriteReports } from './write-reports.ts';
import type { SettledBatch, WriterReport, WriterSettings } from './writer-messages.ts';

export interface LogWriterOutlets {
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  readonly settle: (batches: readonly SettledBatch[]) => void;
  readonly report: (report: WriterReport) => void;
}

/** Puts a log writer and its parts together. */
export function createLogWriter(
  settings: WriterSettings,
  { clock, settle, report }: LogWriterOutlets,
): LogWriter {
  const warn = (message: string): void => report({ level: 'warn', message });
  const permissions = new Permissions(settings, warn);
  const walk = new DirectoryWalk(permissions, settings.dirMode, existsSync('/proc/self/fd'));
  const files = new OpenFiles(settings, new SafeOpener(settings, walk, { permissions, warn }));
  const held = new HeldRuns();
  const reports = new WriteReports(report);
  const appender = new PathAppender({ files, held, reports, fsync: settings.fsync });
  return new LogWriter({
    files,
    held,
    appender,
    reports,
    quota: new PathQuota(settings.maxHosts),
    overflowPath: settings.overflowPath,
    flushIntervalMs: settings.flushIntervalMs,
    maxHeldBytes: settings.maxHeldBytes,
    clock,
    settle,
  });
}
