import { MAX_SOCKET_PATH_BYTES } from '../../../system/socket-address.ts';
import { Fault } from '../../fault.ts';
import { MODE_PATTERN, parseMode, printMode } from '../../mode.ts';
import type { SocketFileConfig } from '../../source-config.ts';
import { parsed, parsedWord } from '../words.ts';
import type { z } from 'zod';

const MODE = {
  form: 'write quoted octal digits, such as "0666"',
  title: 'octal digits in quotes',
  pattern: MODE_PATTERN,
};
const PATH = {
  form: 'write an absolute path, such as /run/netconsole-relay/log',
  title: 'path',
  pattern: '^/.+$',
};

/** Keys of sources that listen on a Unix socket. */
export const SOCKET_FILE_KEYS = {
  path: parsed(parsePath, PATH).describe(
    'The file of the socket. A stale one is replaced; one that a program still reads is an error.',
  ),
  mode: parsed(parseMode, MODE).prefault('0666').describe('Permissions of the file.'),
  owner: account('user').optional().describe('Owner of the file; left alone when absent.'),
  group: account('group').optional().describe('Group of the file; left alone when absent.'),
};

interface RawSocketFile {
  readonly path: string;
  readonly mode: number;
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

export function toSocketFile(raw: RawSocketFile): SocketFileConfig {
  return { path: raw.path, mode: raw.mode, owner: raw.owner, group: raw.group };
}

export function printSocketFile({ path, mode, owner, group }: SocketFileConfig): object {
  return { path, mode: printMode(mode), owner, group };
}

function parsePath(text: string): string | Fault {
  if (!text.startsWith('/')) return new Fault(`"${text}" is not an absolute path`, PATH.form);
  if (Buffer.byteLength(text) <= MAX_SOCKET_PATH_BYTES) return text;
  return new Fault(
    `"${text}" is too long for a socket`,
    `write a path of at most ${MAX_SOCKET_PATH_BYTES} bytes`,
  );
}

function account(kind: string): z.ZodType<string> {
  const form = `write the name or number of a ${kind}`;
  return parsedWord((text) => (text === '' ? new Fault('the text is empty', form) : text), {
    form,
    title: `${kind}’s name or number`,
  });
}
