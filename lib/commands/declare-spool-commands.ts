import { Option, type Command } from 'commander';
import type { SpoolOptions } from './spool.ts';

const configOption = (): Option =>
  new Option(
    '-c, --config <file>',
    'configuration file (default: the first file found, see run --help)',
  );

const controlOption = (): Option =>
  new Option(
    '--control <path>',
    'control socket of the relay (default: that of its configuration)',
  );

/** Declares `spool` and `spool drop`. `finish` takes the exit code of a command. */
export function declareSpoolCommands(
  program: Command,
  finish: (result: Promise<number>) => Promise<void>,
): void {
  const spool = program
    .command('spool')
    .description('list the events of network destinations that wait on disk')
    .addOption(controlOption())
    .addOption(configOption())
    .option('--json', 'print one JSON object')
    .action(async (options: SpoolOptions) => {
      const { listSpool } = await import('./spool.ts');
      await finish(listSpool(options));
    });
  spool
    .command('drop')
    .description('delete the events of a destination that wait on disk')
    .argument('<destination>', 'its name, also if it is no longer configured')
    .addOption(controlOption())
    .addOption(configOption())
    .action(async (destination: string, _: unknown, command: Command) => {
      const { dropSpooled } = await import('./spool.ts');
      await finish(dropSpooled(destination, command.optsWithGlobals<SpoolOptions>()));
    });
}
