import { plural } from '../config/plural.ts';
import type { IncomingMessage } from 'node:http';
import type { Writable } from 'node:stream';
import { colourLine } from '../deliver/entries/coloured-lines.ts';
import { wantsColours } from '../log/colours.ts';
import { harmlessJson } from '../operate/harmless.ts';
import { conditionOf } from '../operate/tail-request.ts';
import {
  CommandError,
  REFUSED,
  runCommand,
  WRONG_USE,
  type Surroundings,
} from './command-error.ts';
import { findControl, unreachable, type ControlOptions } from './find-control.ts';
import { writeAll } from './write-all.ts';

export interface TailOptions extends ControlOptions {
  /** Globs. */
  readonly host?: readonly string[];
  readonly severity?: string;
  /** A regular expression in RE2's syntax. */
  readonly grep?: string;
  readonly json?: boolean;
}

export interface TailOutput extends Surroundings {
  readonly stdout: Writable & { readonly isTTY?: boolean };
}

const LOST = /^(?:lost |\{"lost":)(\d+)\}?$/;

/**
 * Prints live events of the running relay until it ends. Returns the exit code: 100 for wrong use; 111 if no relay answers, if it has too many subscribers,
 * or when it ends.
 */
export async function tail(options: TailOptions, output: TailOutput = process): Promise<number> {
  return runCommand(output, async () => {
    const { host = [], severity, grep } = options;
    const wanted = conditionOf({ hosts: host, severity, grep });
    if (typeof wanted === 'string') throw new CommandError(wanted, WRONG_USE);
    const client = await findControl(options);
    const events = await client.stream(`/tail?${wordsOf(options)}`).catch((error: unknown) => {
      throw unreachable(client, error);
    });
    if (events.statusCode !== 200) throw await refusalOf(events);
    const show = options.json === true ? jsonLine : textLine;
    const hasColours = wantsColours(output.stdout.isTTY === true);
    for await (const lines of linesOf(events)) {
      const shown = lines.flatMap((line) => {
        const lost = LOST.exec(line)?.[1];
        if (lost === undefined) return [`${show(line, hasColours)}\n`];
        output.stderr.write(
          `lost ${plural(Number(lost), 'event')}: events came faster than they were read\n`,
        );
        return [];
      });
      await writeAll(output.stdout, Buffer.from(shown.join('')));
    }
    throw new CommandError('the relay has ended; start tail again when it runs', REFUSED);
  });
}

function wordsOf({ host = [], severity, grep, json }: TailOptions): string {
  const words = new URLSearchParams(host.map((glob): [string, string] => ['host', glob]));
  if (severity !== undefined) words.set('severity', severity);
  if (grep !== undefined) words.set('grep', grep);
  words.set('form', json === true ? 'json' : 'text');
  return words.toString();
}

/** Why the relay refused; what is wrong with an option has a status of its own. */
async function refusalOf(response: IncomingMessage): Promise<CommandError> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const code = response.statusCode === 400 ? WRONG_USE : REFUSED;
  return new CommandError(Buffer.concat(parts).toString().trimEnd(), code);
}

/** The whole lines of each piece that arrives. Ends without an error when the connection does. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const part of response) {
      const lines = (rest + decoder.decode(part as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ECONNRESET') throw error;
  }
}

/** After its severity and a space; `-` is none. */
function textLine(line: string, hasColours: boolean): string {
  const text = line.slice(2);
  return hasColours ? colourLine(text, line.startsWith('-') ? -1 : Number(line[0])) : text;
}

function jsonLine(line: string): string {
  return harmlessJson(line);
}
