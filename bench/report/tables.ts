import type { Trial } from '../measure/trial.ts';
import type { RedisTrial } from '../redis/redis-trial.ts';
import type { Results } from './results.ts';
import {
  grouped,
  groupBy,
  mebibytes,
  median,
  milliseconds,
  nanoseconds,
  percent,
  table,
} from './table-parts.ts';

const FRAGMENTED_NOTE =
  'fragmented: messages are records of 1.3 and 2 KB in two and three pieces, for the relay only: the others take each ' +
  'piece for a message of its own.';

/** The results as Markdown: one table for each suite that ran, and what they were measured on. */
export function formatTables(results: Results): string {
  const parts = [
    introduction(results),
    ...results.missing.map(({ name, why }) => `${name} did not take part: ${why}.`),
    fullSpeedTable(results.fullSpeed),
    highestRateTable(results),
    latencyTable(results),
    manyHostsTable(results),
    redisTable(results),
    redisInTable(results),
    tcpTable(results),
    syslogOutTable(results),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function introduction({ date, machine, options, receiveBufferBytes }: Results): string {
  const { cores, processor, kernel, node, loadBefore } = machine;
  const repeat = options.repeat === 1 ? 'once' : `${options.repeat} times in turn, medians shown`;
  return (
    `${date.slice(0, 10)}: ${cores} cores (${processor}), Linux ${kernel}, Node ${node}; load average ` +
    `before the run ${loadBefore}. Receive buffer of each receiver ${mebibytes(receiveBufferBytes)}. At full ` +
    `speed: ${grouped(options.messages)} messages of ${grouped(options.hosts)} hosts, ${repeat}. ` +
    `Command: \`${['npm run bench --', ...options.given].join(' ')}\`.`
  );
}

function fullSpeedTable(trials: readonly Trial[]): string {
  const groups = groupBy(trials, (trial) => `${trial.load.format}\n${trial.receiver}`);
  const rows = groups.map((group) => [
    group[0].load.format,
    group[0].receiver,
    percent(median(group, share)),
    percent(Math.min(...group.map(share))),
    cpu(group),
    mebibytes(median(group, (trial) => trial.peakBytes)),
    grouped(median(group, (trial) => trial.sent / trial.seconds)),
    oddities(group),
  ]);
  const fullSpeed = table(
    'Full speed',
    [
      'format',
      'receiver',
      'delivered',
      'worst',
      'CPU per message',
      'peak memory',
      'sent/s',
      'duplicate or misfiled',
    ],
    rows,
  );
  const isFragmented = trials.some(({ load }) => load.format === 'fragmented');
  return isFragmented ? `${fullSpeed}\n\n${FRAGMENTED_NOTE}` : fullSpeed;
}

function highestRateTable({ highestRate, options }: Results): string {
  const rows = groupBy(highestRate, ({ receiver }) => receiver).map((group) => {
    const rates = group.map(({ rate }) => rate);
    const above = group.some(({ limitedByGenerator }) => limitedByGenerator) ? 'above ' : '';
    return [
      group[0].format,
      group[0].receiver,
      `${above}${grouped(median(rates, (rate) => rate))}/s`,
      `${grouped(Math.min(...rates))} to ${grouped(Math.max(...rates))}/s`,
    ];
  });
  return table(
    `Highest rate without loss, held for ${options.seconds} s`,
    ['format', 'receiver', 'rate', 'of all rounds'],
    rows,
  );
}

function latencyTable({ latency }: Results): string {
  const rows = latency.map(({ receiver, format, rate, count, p50Ms, p99Ms, maxMs }) => [
    format,
    `${grouped(rate)}/s`,
    receiver,
    milliseconds(p50Ms),
    milliseconds(p99Ms),
    milliseconds(maxMs),
    grouped(count),
  ]);
  return table(
    'From send to file',
    ['format', 'rate', 'receiver', 'p50', 'p99', 'max', 'messages'],
    rows,
  );
}

function manyHostsTable({ manyHosts }: Results): string {
  const groups = groupBy(manyHosts, ({ receiver, crowd }) => `${receiver}\n${crowd}`);
  const rows = groups.map((group) => [
    group[0].load.format,
    group[0].crowd,
    group[0].receiver,
    percent(median(group, share)),
    percent(Math.min(...group.map(share))),
    cpu(group),
    mebibytes(median(group, (trial) => trial.peakBytes)),
    grouped(median(group, (trial) => trial.openFiles)),
    oddities(group),
  ]);
  const rate = grouped(manyHosts[0]?.load.rate ?? 0);
  return table(
    `Many hosts, at ${rate}/s`,
    [
      'format',
      'who',
      'receiver',
      'delivered',
      'worst',
      'CPU per message',
      'peak memory',
      'open files',
      'duplicate or misfiled',
    ],
    rows,
  );
}

function redisTable({ redis }: Results): string {
  const rows = groupBy(redis, redisKey).map((group) => {
    const [{ load, receiver }] = group;
    const cpuOf = (valueOf: (trial: RedisTrial) => number): string =>
      nanoseconds(median(group, valueOf));
    return [
      `${load.streams}`,
      load.content,
      `${grouped(load.rate)}/s`,
      receiver,
      percent(median(group, ({ delivered, sent }) => delivered / sent)),
      cpuOf((trial) => trial.cpuNsPerMessage),
      cpuOf((trial) => trial.mainNsPerMessage),
      cpuOf((trial) => trial.serverNsPerMessage),
    ];
  });
  return table(
    'Redis streams, without persistence',
    [
      'streams',
      'content',
      'rate',
      'receiver',
      'delivered',
      'CPU',
      'main thread',
      'CPU of the server',
    ],
    rows,
  );
}

function redisInTable({ redisIn }: Results): string {
  const groups = groupBy(redisIn, ({ load }) => `${load.streams}`);
  const rows = groups.map((group) => [
    `${group[0].load.streams}`,
    percent(Math.min(...group.map(({ delivered, load }) => delivered / load.events))),
    grouped(median(group, ({ rate }) => rate)),
    nanoseconds(median(group, ({ threadNsPerEvent }) => threadNsPerEvent)),
  ]);
  return table(
    'The source redis reading a backlog into one file',
    ['streams', 'delivered', 'events/s', 'CPU of the reading thread'],
    rows,
  );
}

function syslogOutTable({ syslogOut }: Results): string {
  const groups = groupBy(syslogOut, ({ load }) => `${load.transport}\n${load.rate}`);
  const rows = groups.map((group) => [
    group[0].load.transport,
    `${grouped(group[0].load.rate)}/s`,
    percent(median(group, ({ delivered, sent }) => delivered / sent)),
    grouped(median(group, ({ rate }) => rate)),
    nanoseconds(median(group, ({ cpuNsPerMessage }) => cpuNsPerMessage)),
    nanoseconds(median(group, ({ peerNsPerMessage }) => peerNsPerMessage)),
  ]);
  return table(
    'UDP to syslog-ng and its file',
    ['transport', 'sent', 'delivered', 'delivered/s', 'CPU', 'CPU of syslog-ng'],
    rows,
  );
}

function tcpTable({ tcpIn }: Results): string {
  const groups = groupBy(tcpIn, ({ load, receiver }) => `${load.connections}\n${receiver}`);
  const rows = groups.map((group) => [
    `${group[0].load.connections}`,
    group[0].receiver,
    percent(Math.min(...group.map(({ delivered, load }) => delivered / load.messages))),
    nanoseconds(median(group, ({ cpuNsPerMessage }) => cpuNsPerMessage)),
    grouped(median(group, ({ sentRate }) => sentRate)),
    mebibytes(median(group, ({ peakBytes }) => peakBytes)),
  ]);
  return table(
    'TCP into one file, RFC 3164 lines as fast as they are taken',
    ['connections', 'receiver', 'delivered', 'CPU per message', 'taken/s', 'peak memory'],
    rows,
  );
}

function redisKey({ receiver, load: { streams, content, rate } }: RedisTrial): string {
  return `${streams}\n${content}\n${rate}\n${receiver}`;
}

function share(trial: Trial): number {
  return trial.delivered / trial.sent;
}

/** Of a message; where it is several datagrams, of a datagram too. */
function cpu(trials: readonly Trial[]): string {
  const perMessage = nanoseconds(median(trials, (trial) => trial.cpuNsPerMessage));
  if (trials.every(({ datagrams, sent }) => datagrams === sent)) return perMessage;
  const perDatagram = nanoseconds(median(trials, (trial) => trial.cpuNsPerDatagram));
  return `${perMessage}, ${perDatagram} a datagram`;
}

/** What should never be: messages twice, or under another host's name. */
function oddities(trials: readonly Trial[]): string {
  const repeated = trials.reduce((sum, trial) => sum + trial.repeated, 0);
  const misfiled = trials.reduce((sum, trial) => sum + trial.misfiled, 0);
  const parts = [
    repeated > 0 ? `${grouped(repeated)} twice` : '',
    misfiled > 0 ? `${grouped(misfiled)} misfiled` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
