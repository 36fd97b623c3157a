import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { SignalInbox } from '../system/signal-inbox.ts';
import { WRONG_USE } from './command-error.ts';
import { declareOperateCommands } from './declare-operate-commands.ts';
import { declareSenderCommands } from './declare-sender-commands.ts';
import { declareSpoolCommands } from './declare-spool-commands.ts';
import { guardStderr, guardStdout } from './guard-output.ts';
import { leave } from './leave.ts';
import type { RunOptions } from './read-run-config.ts';
import { reportBug } from './report-bug.ts';
import { wordUsageErrors } from './usage-errors.ts';
import { version } from './version.ts';

const MAX_SHARDS = 64;

const program = new Command('netconsole-relay')
  .description(
    'Receives Linux netconsole and syslog, and delivers them to files, Redis and syslog daemons',
  )
  .version(version)
  .showSuggestionAfterError()
  .exitOverride();

const configOption = (): Option =>
  new Option(
    '-c, --config <file>',
    'configuration file (default: the first file found, see run --help)',
  );

program
  .command('check')
  .description('validate a configuration and print all its problems')
  .addOption(configOption())
  .option('--print', 'print the configuration in force as YAML')
  .action(async (options: { config?: string; print?: boolean }) => {
    const { check } = await import('./check.ts');
    await finish(check(options));
  });

program
  .command('parse')
  .description('decode datagrams from files or standard input, without a network')
  .argument('[file...]', 'recordings, or text with one datagram per line')
  .addOption(new Option('--input <form>', 'form of the input').choices(['lines', 'jsonl']))
  .addOption(
    new Option(
      '--format <format>',
      'format of every datagram (default: that of the configuration, auto without one)',
    ).choices(['auto', 'netconsole', 'syslog']),
  )
  .addOption(
    new Option('--output <form>', 'one JSON event per line, or the lines of files').choices([
      'json',
      'text',
    ]),
  )
  .option(
    '--now <time>',
    'time at which the recording began, ISO 8601 (default: 1970-01-01T00:00:00Z)',
    isoTime,
  )
  .option(
    '--zone <zone>',
    'zone of times that name none: local, a name such as Europe/Berlin, or +01:00',
  )
  .addOption(configOption())
  .action(async (files: string[], options: ParseFlags) => {
    const { parse } = await import('./parse.ts');
    await finish(parse({ files, ...options }));
  });

program
  .command('send')
  .description('send one test datagram')
  .argument('<message>', 'the text')
  .addOption(new Option('--netconsole', 'as a basic netconsole line (default)'))
  .addOption(new Option('--extended', 'as an extended netconsole record').conflicts('netconsole'))
  .addOption(new Option('--rfc3164', 'as BSD syslog').conflicts(['netconsole', 'extended']))
  .addOption(
    new Option('--rfc5424', 'as RFC 5424 syslog').conflicts(['netconsole', 'extended', 'rfc3164']),
  )
  .option('--to <host:port>', 'where to', '127.0.0.1:6666')
  .action(async (message: string, options: SendFlags) => {
    const { send } = await import('./send.ts');
    const format = SEND_FORMATS.find((name) => options[name] === true);
    await finish(send({ message, format, to: options.to }));
  });

program
  .command('replay')
  .description('send a recording as datagrams')
  .argument('<file>', 'the recording')
  .requiredOption('--to <host:port>', 'where to (required)')
  .option('--speed <factor>', '1 is the recorded timing, N is N times faster, max never waits', '1')
  .option('--repeat <n>', 'how many times', '1')
  .option('--from-sources', 'send from 127.0.0.x, an address for each recorded one')
  .action(async (file: string, options: ReplayFlags) => {
    const { replay } = await import('./replay.ts');
    await finish(replay({ file, ...options, fromSources: options.fromSources === true }));
  });

program
  .command('record')
  .description('store datagrams as a recording until interrupted')
  .argument('<file>', 'the recording; datagrams are appended')
  .requiredOption('--listen <host:port>', 'where to listen (required)')
  .action(async (file: string, options: { listen: string }) => {
    const { record } = await import('./record.ts');
    await finish(record({ file, listen: options.listen }));
  });

declareOperateCommands(program, finish);
declareSenderCommands(program, finish);
declareSpoolCommands(program, finish);

const SEND_FORMATS = ['netconsole', 'extended', 'rfc3164', 'rfc5424'] as const;

type SendFlags = { [Format in (typeof SEND_FORMATS)[number]]?: boolean } & { to: string };

interface ParseFlags {
  input?: 'lines' | 'jsonl';
  output?: 'json' | 'text';
  format?: 'auto' | 'netconsole' | 'syslog';
  now?: number;
  zone?: string;
  config?: string;
}

interface ReplayFlags {
  to: string;
  speed: string;
  repeat: string;
  fromSources?: boolean;
}

function shardCount(text: string): number {
  const value = Number(text);
  if (/^\d{1,2}$/.test(text) && value >= 1 && value <= MAX_SHARDS) return value;
  throw new InvalidArgumentError(`expected a number from 1 to ${MAX_SHARDS}`);
}

function isoTime(text: string): number {
  const milliseconds = Date.parse(text);
  if (milliseconds >= 0 && milliseconds <= Date.UTC(9999, 11, 31)) return milliseconds;
  throw new InvalidArgumentError('expected a time such as 2026-11-20T14:40:00Z');
}

async function finish(result: Promise<number>): Promise<void> {
  process.exitCode = await result;
}

/**
 * Runs the command that the arguments name, which is loaded then, and sets the exit code. `inbox` holds the signals of a relay. Does not
 * return from `run`.
 */
export async function runCommandLine(argv: readonly string[], inbox: SignalInbox): Promise<void> {
  process.on('uncaughtException', reportBug);
  guardStderr();
  // A relay that writes events there has a destination that counts what fails.
  if (argv[2] !== 'run') guardStdout();
  declareRun(inbox);
  wordUsageErrors(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) reportBug(error);
    else process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
  }
}

function declareRun(inbox: SignalInbox): void {
  program
    .command('run')
    .description('run the relay')
    .option('-c, --config <file>', 'configuration file (default: the first file found, see below)')
    .option(
      '--shards <n>',
      'number of receiving threads, 1 to 64 (default: that of the configuration, else 1)',
      shardCount,
    )
    .option(
      '--listen <host:port>',
      'UDP address in place of the default’s; repeatable, not with --config',
      (text: string, others: readonly string[] | undefined) => [...(others ?? []), text],
    )
    .option('--path <template>', 'path of all files in place of the default’s; not with --config')
    .addHelpText(
      'after',
      `
  Without --config the relay looks at NETCONSOLE_RELAY_CONFIG, ./netconsole-relay.yaml and
  /etc/netconsole-relay/netconsole-relay.yaml, then takes its embedded default. With --listen or --path
  it uses the embedded default and looks for no file, for example

    netconsole-relay run --listen 0.0.0.0:6666 --path 'log/$HOST.log'`,
    )
    .action(async (options: RunOptions) => {
      const { run } = await import('./run.ts');
      const code = await run(options, inbox);
      await leave(code);
    });
}
