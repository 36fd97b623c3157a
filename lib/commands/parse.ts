import { createReadStream, readFileSync } from 'node:fs';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/config.ts';
import { listenOf, type SourceConfig } from '../config/source-config.ts';
import { defaultConfig } from '../config/default-config.ts';
import { Fault } from '../config/fault.ts';
import { findConfig } from '../config/find-config.ts';
import { parseZone } from '../config/zone.ts';
import { CrashShare } from '../crash/crash-share.ts';
import { ByteWriter } from '../event/byte-writer.ts';
import { writeEventJson } from '../event/json/event-json.ts';
import type { EventView } from '../event/event-view.ts';
import { Utf8Repair } from '../event/utf8.ts';
import { oneLine } from '../log/own-log.ts';
import { RecordingDecoder } from '../recording/recording-decoder.ts';
import type { NameSettings } from '../senders/naming.ts';
import { readNameSettings } from '../senders/name-settings.ts';
import {
  parseRecordingLine,
  type Recorded,
  type RecordingProblem,
} from '../recording/recording.ts';
import { CommandError, DONE, WRONG_USE, refused, runCommand } from './command-error.ts';
import { writeAll } from './write-all.ts';

const FLUSH_BYTES = 65_536;
const NEWLINE = 0x0a;
const BRACE = 0x7b;

export interface ParseOptions {
  /** Standard input when empty. */
  readonly files: readonly string[];
  /** Absent: jsonl when the first byte is `{`, otherwise lines. */
  readonly input?: 'lines' | 'jsonl';
  /** Absent: that of the configuration. */
  readonly format?: 'auto' | 'netconsole' | 'syslog';
  /** What `t` counts from, milliseconds since the epoch; the epoch itself when absent. */
  readonly now?: number;
  /** Absent: that of the configuration. */
  readonly zone?: string;
  /** Whose sources and names to use. Absent: the embedded default, without this machine's hosts file. */
  readonly config?: string;
}

/** Decodes recordings or lines to one JSON event a line on standard output. Returns the exit code: 100 when a line could not be read. */
export async function parse(options: ParseOptions): Promise<number> {
  return runCommand(process, async () => {
    const { config, names } = readSettings(options.config);
    const { format } = options;
    const zone = options.zone === undefined ? undefined : parseZone(options.zone);
    if (zone instanceof Fault)
      throw new CommandError(`--zone: ${zone.what}; ${zone.mend}`, WRONG_USE);
    const printer = new EventPrinter();
    const decoder = new RecordingDecoder({
      sourceOf: (port) => {
        const source = sourceOf(config, port);
        return { ...source, format: format ?? source.format, zone: zone ?? source.zone };
      },
      names,
      startUs: (options.now ?? 0) * 1000,
      sink: printer,
      crashes: CrashShare.of(config.crashes),
    });
    let isAllRead = true;
    const files = options.files.length === 0 ? [undefined] : options.files;
    for (const file of files) {
      for await (const recorded of recordedIn(file, options.input)) {
        if ('problem' in recorded) {
          process.stderr.write(`${oneLine(recorded.problem)}\n`);
          isAllRead = false;
        } else decoder.take(recorded);
        if (printer.size >= FLUSH_BYTES) await printer.flush();
      }
    }
    decoder.finish();
    await printer.flush();
    return isAllRead ? DONE : WRONG_USE;
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
    const { config } = findConfig(file, { env: process.env, readFile });
    // Without a network there are no name servers either.
    return { config, names: { ...readNameSettings(config.hosts), dns: false } };
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message, WRONG_USE, error);
    throw error;
  }
}

async function* recordedIn(
  file: string | undefined,
  form: 'lines' | 'jsonl' | undefined,
): AsyncGenerator<Recorded | RecordingProblem> {
  let input = form;
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    input ??= line[0] === BRACE ? 'jsonl' : 'lines';
    if (input === 'lines') {
      yield { bytes: line, t: undefined, source: undefined, dstPort: undefined };
    } else if (line.some((byte) => byte > 0x20)) {
      const recorded = parseRecordingLine(line.toString());
      if (!('problem' in recorded)) yield recorded;
      else yield { problem: `${file ?? 'standard input'}:${number}: ${recorded.problem}` };
    }
  }
}

/** Gathers events as JSON lines for standard output. */
class EventPrinter {
  readonly #out = new ByteWriter(2 * FLUSH_BYTES);
  readonly #utf8 = new Utf8Repair();

  take(view: EventView): void {
    this.#utf8.repair(view);
    writeEventJson(view, this.#out);
    this.#out.ensure(1);
    this.#out.byte(NEWLINE);
  }

  get size(): number {
    return this.#out.at;
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.#out.bytes.subarray(0, this.#out.at));
    this.#out.at = 0;
    await writeAll(process.stdout, bytes);
  }
}

/** The configured source that listens on `port`; another one takes the first one's settings under a name of its own. */
function sourceOf({ sources }: Config, port: number): SourceConfig {
  const configured = sources.find((source) => listenOf(source)?.port === port);
  if (configured !== undefined) return configured;
  return { ...(sources[0] as SourceConfig), name: `udp-${port}` };
}

/** Lines with their newline, as bytes: what is recorded need not be text. */
async function* linesOf(file: string | undefined): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of file === undefined ? process.stdin : createReadStream(file)) {
      const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      // What is left over from the chunk before holds no newline.
      const seen = rest.length;
      let start = 0;
      for (;;) {
        const newline = bytes.indexOf(NEWLINE, Math.max(start, seen));
        if (newline < 0) break;
        yield bytes.subarray(start, newline + 1);
        start = newline + 1;
      }
      rest = bytes.subarray(start) as Buffer<ArrayBuffer>;
    }
  } catch (error) {
    throw refused(`Cannot read ${file ?? 'standard input'}`, error);
  }
  if (rest.length > 0) yield rest;
}

function readFile(path: string): string {
  return readFileSync(path, 'utf8');
}
