import type { Sample, Series } from './series.ts';

/** Metrics of the process. */
export const GENERAL: readonly Series[] = [
  single(
    'build_info',
    'Version of the relay.',
    ({ version }) => [{ labels: { version }, value: 1 }],
    ['version'],
  ),
  single('start_time_seconds', 'When the relay started, since 1970.', ({ startedAt }) =>
    one(startedAt.getTime() / 1000),
  ),
  single('ready', '1 if sockets are bound and no stop has begun.', ({ isReady }) =>
    one(Number(isReady)),
  ),
  single('healthy', '1 if every thread has answered within 15 seconds.', ({ isAlive }) =>
    one(Number(isAlive)),
  ),
  single(
    'event_loop_lag_seconds',
    'Longest delay of the main thread within the last minute.',
    ({ lagSeconds }) => one(lagSeconds),
  ),
  single('hosts', 'Hosts that are known.', ({ hostCount }) => one(hostCount)),
];

function one(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

function single(
  name: string,
  help: string,
  samples: Series['samples'],
  labels: readonly string[] = [],
): Series {
  return { name, type: 'gauge', help, labels, samples };
}
