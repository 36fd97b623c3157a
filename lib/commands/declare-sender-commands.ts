import { Option, type Command } from 'commander';
import { FORM_NAMES, type FormName } from '../setup/forms/forms.ts';
import type { DoctorOptions } from './doctor.ts';
import type { SetupOptions } from './setup.ts';

/** Takes the exit code of a command. */
type Finish = (result: Promise<number>) => Promise<void>;

/** Declares `setup`, `doctor` and `console`: the commands about machines that send. */
export function declareSenderCommands(program: Command, finish: Finish): void {
  declareSetup(program, finish);
  declareDoctor(program, finish);
  declareConsole(program, finish);
}

function declareSetup(program: Command, finish: Finish): void {
  program
    .command('setup')
    .description('print what to type on the machine whose kernel messages are wanted')
    .addOption(list('--target <address>', "the relay's address; several for several targets"))
    .addOption(list('--target-port <port>', 'the port it listens on (default: 6666)'))
    .addOption(list('--target-mac <mac>', 'its MAC address, or that of the router on the way'))
    .addOption(list('--device <name>', 'interface of the sender (default: eth0)'))
    .addOption(list('--source-ip <address>', 'address of the sender (default: the first one)'))
    .addOption(list('--source-port <port>', 'port of the sender (default: 6665)'))
    .option('--extended', 'with level, number and time of each message (Linux 4.2)')
    .option('--release', 'with the kernel release (Linux 6.6)')
    .addOption(list('--userdata <key=value>', 'a field of every message, such as host=web1 (6.9)'))
    .addOption(list('--sysdata <names>', 'fields of the kernel: cpu, taskname, msgid (6.15, 6.17)'))
    .option('--kernel <release>', 'kernel of the sender; options that are too new are refused')
    .addOption(new Option('--for <form>', 'print this form alone').choices(FORM_NAMES))
    .option('--json', 'print one JSON object')
    .option('--here', 'on the sending machine: find out what is not given, and what will fail')
    .option('--apply', 'with --here: make the target now, until the next boot')
    .option('--explain <string>', 'explain a parameter string instead, and what is wrong with it')
    .addHelpText(
      'after',
      `
An option for a target is given once, or once for each target in the same order. --release, --userdata and
--sysdata imply --extended. See docs/sender.md.`,
    )
    .action(async (options: SetupOptions & { for?: FormName }) => {
      const { setup } = await import('./setup.ts');
      await finish(setup(options));
    });
}

function declareDoctor(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description('wait for a first packet and report what its sender sends and what is missing')
    .option('--listen <host:port>', 'where to listen (default: [::]:6666)')
    .option('--wait <duration>', 'how long to wait for the first packet', '60s')
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      await finish(doctor(options));
    });
}

function declareConsole(program: Command, finish: Finish): void {
  program
    .command('console')
    .description('open a terminal on the netconsole of a boot loader (U-Boot, barebox)')
    .argument('<host[:port]>', 'the board (port: 6666)')
    .option('--listen <port>', 'local port, to which the board sends (default: 6666)')
    .option('--raw', 'let escape sequences of the board through to the terminal')
    .action(async (host: string, options: { listen?: string; raw?: boolean }) => {
      const { bootConsole } = await import('./boot-console.ts');
      await finish(bootConsole({ host, ...options, raw: options.raw === true }));
    });
}

/** An option that may be given several times, with values also separated by commas. */
function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before?: readonly string[]) => [
    ...(before ?? []),
    text,
  ]);
}
