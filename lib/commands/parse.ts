import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config.ts';
import type { SourceConfig } from '../config/source-config.ts';
import { defaultConfig } from '../config/default-config.ts';
import { Fault } from '../config/fault.ts';
import { findConfig } from '../config/find-config.ts';
import { OWN_SURROUNDINGS } from '../config/surroundings.ts';
import { parseZone } from '../config/zone.ts';
import { CrashShare } from '../crash/crash-share.ts';
import { oneLine } from '../log/own-log.ts';
import { RecordingDecoder } from '../recording/recording-decoder.ts';
import type { NameSettings } from '../senders/naming.ts';
import { readNameSettings } from '../senders/name-settings.ts';
import { CommandError, DONE, WRONG_USE, runCommand } from './command-error.ts';
import { EventPrinter, type OutputForm } from './event-printer.ts';
import { readDatagrams, type InputForm } from './read-datagrams.ts';

const FLUSH_BYTES = 65_536;

export interface ParseOptions {
  /** Standard input when empty. */
  readonly files: readonly string[];
  /** Absent: jsonl when the first byte is `{`, otherwise lines. */
  readonly input?: InputForm;
  /** Absent: that of the configuration. */
  readonly format?: 'auto' | 'netconsole' | 'syslog';
  /** Start of `t`, milliseconds since the epoch; the epoch itself if absent. */
  readonly now?: number;
  /** Absent: that of the configuration. */
  readonly zone?: string;
  /** The configuration whose sources and names to use. Absent: the embedded default, without this machine's hosts file. */
  readonly config?: string;
  /** `json` when absent; `text`: the default lines of files, coloured on a terminal. */
  readonly output?: OutputForm;
}

/** Decodes recordings or lines to events on standard output. Returns the exit code: 100 when a file or a line could not be read, 111 when the system refused. */
export async function parse(options: ParseOptions): Promise<number> {
  return runCommand(process, async () => {
    const { config, names } = readSettings(options.config);
    const { format } = options;
    const zone = options.zone === undefined ? undefined : parseZone(options.zone);
    if (zone instanceof Fault)
      throw new CommandError(`--zone: ${zone.what}; ${zone.hint}`, WRONG_USE);
    const printer = new EventPrinter(process.stdout, options.output ?? 'json');
    const decoder = new RecordingDecoder({
      sourceOf: (port) => {
        const source = sourceOf(config, port);
        return { ...source, format: format ?? source.format, zone: zone ?? source.zone };
      },
      names,
      startUs: (options.now ?? 0) * 1000,
      sink: printer,
      crashes: CrashShare.of(config.crashes),
      // Of a recording alone nobody knows whether its hosts were watched.
      life:
        options.config === undefined
          ? undefined
          : {
              silentAfterMs: config.hosts.silentAfterMs,
              trustsUnproven: config.crashes.unproven === 'report',
              reportsChanges: true,
            },
    });
    let code = DONE;
    const files = options.files.length === 0 ? [undefined] : options.files;
    for (const file of files) {
      // A file that cannot be read leaves out no other.
      const ended = await runCommand(process, async () => {
        let isAllRead = true;
        for await (const recorded of readDatagrams(file, options.input)) {
          if ('problem' in recorded) {
            process.stderr.write(`${oneLine(recorded.problem)}\n`);
            isAllRead = false;
          } else decoder.take(recorded);
          if (printer.size >= FLUSH_BYTES) await printer.flush();
        }
        return isAllRead ? DONE : WRONG_USE;
      });
      code = Math.max(code, ended);
    }
    decoder.finish();
    await printer.flush();
    return code;
  });
}

/**
 * Recordings come from other machines. Without a configuration this machine's hosts file does not count, and a name
 * that a message claims is believed: there is no network whose senders could be trusted or not.
 */
function readSettings(file: string | undefined): { config: Config; names: NameSettings } {
  if (file === undefined) {
    const names = { names: new Map(), userdata: undefined, dns: false, scopes: new Map() };
    const config = defaultConfig();
    const sources = config.sources.map((source) => ({ ...source, keepHostname: true }));
    return { config: { ...config, sources }, names };
  }
  try {
    const { config } = findConfig(file, OWN_SURROUNDINGS);
    // Without a network there are no name servers either.
    return { config, names: { ...readNameSettings(config.hosts), dns: false } };
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message, WRONG_USE, error);
    throw error;
  }
}

/** The configured UDP source of `port`; another port takes the settings of the first source, one of UDP if there is any, under a name of its own. */
function sourceOf({ sources }: Config, port: number): SourceConfig {
  const datagrams = sources.filter((source) => source.type === 'udp');
  const configured = datagrams.find(({ listen }) => listen.port === port);
  if (configured !== undefined) return configured;
  const model = datagrams[0] ?? (sources[0] as SourceConfig);
  const listen = { address: '::', port };
  return { ...model, type: 'udp', name: `udp-${port}`, listen, receiveBufferBytes: 0 };
}
