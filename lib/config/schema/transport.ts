import { z } from 'zod';
import { isMapping } from '../mapping.ts';
import type { TransportConfig } from '../transport-config.ts';

const SECRET = /pass|secret|token|auth|api_?key|private_?key|credential/i;

/** Keys of a winston transport. */
export const TRANSPORT_KEYS = {
  module: z
    .string({ error: 'write File, Http, Console, Stream, or the name of a package' })
    .min(1, { error: 'write File, Http, Console, Stream, or the name of a package' })
    .meta({ title: 'name of a module' })
    .describe(
      'The winston transport: `File`, `Http`, `Console`, `Stream` (`options: {stream: stdout}`, `stderr`, or a path), or a package or file that exports one, found from the directory of the configuration.',
    ),
  options: z
    .record(z.string(), z.unknown(), { error: 'write a mapping of options for the transport' })
    .prefault({})
    .describe('Options for the transport’s constructor.'),
};

/** As it would be written in the configuration; values that look like secrets are masked. */
export function printTransport({ module, options }: TransportConfig): object {
  return { module, options: mask(options) };
}

function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      SECRET.test(key) && !isMapping(member) ? [key, '***'] : [key, mask(member)],
    ),
  );
}
