import { Option, type Command } from 'commander';
import type { ControlOptions } from './find-control.ts';
import type { StatusOptions } from './status.ts';
import type { TailOptions } from './tail.ts';

/** Takes the exit code of a command. */
type Finish = (result: Promise<number>) => Promise<void>;

/** Declares `status`, `top` and `tail`: the commands that ask a running relay. */
export function declareOperateCommands(program: Command, finish: Finish): void {
  asking(program.command('status'))
    .description('print the state of the running relay: sources, destinations, hosts')
    .option('--json', 'print one JSON object')
    .addOption(
      new Option('--quiet', 'print nothing: 0 if the relay is ready, else 111').conflicts('json'),
    )
    .action(async (options: StatusOptions) => {
      const { status } = await import('./status.ts');
      await finish(status(options));
    });
  asking(program.command('top'))
    .description('show the state of the running relay, redrawn every second')
    .action(async (options: ControlOptions) => {
      const { top } = await import('./top.ts');
      await finish(top(options));
    });
  asking(program.command('tail'))
    .description('print live events of the running relay')
    .option('--host <glob>', 'of these hosts; repeatable', collect)
    .option('--severity <words>', '"warning or worse", "info or less", or words such as err,crit')
    .option('--grep <re>', 'whose message matches a regular expression (RE2 syntax)')
    .option('--json', 'one JSON event per line')
    .action(async (options: TailOptions) => {
      const { tail } = await import('./tail.ts');
      await finish(tail(options));
    });
}

/** Adds the options that find the relay. */
function asking(command: Command): Command {
  return command
    .option('--control <path>', 'control socket of the relay (default: that of its configuration)')
    .option(
      '-c, --config <file>',
      'its configuration (default: the first file found, see run --help)',
    );
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
