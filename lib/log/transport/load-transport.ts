import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { transports } from 'winston';
import type { TransportConfig } from '../../config/transport-config.ts';
import { isBuiltIn, resolveTransport } from './resolve-transport.ts';

type CreateTransport = new (options: Record<string, unknown>) => Writable;

/** Creates a transport. Rejects if its module cannot be loaded or exports none, or with what its constructor throws. */
export async function loadTransport(config: TransportConfig): Promise<Writable> {
  const { module, options } = config;
  if (module === 'Stream') return new transports.Stream({ ...options, stream: streamOf(options) });
  if (isBuiltIn(module)) {
    const Create = transports[module] as unknown as CreateTransport;
    return new Create({ ...options });
  }
  const loaded: unknown = await import(pathToFileURL(resolveTransport(config)).href);
  const Create = transportOf(loaded);
  if (Create === undefined) throw new Error('it exports no class with a method log');
  return new Create({ ...options });
}

/** The first class with a method `log` among what a module exports: most export just one. */
function transportOf(loaded: unknown): CreateTransport | undefined {
  const exported = Object(loaded) as Record<string, unknown>;
  const inner = Object(exported['default']) as Record<string, unknown>;
  const candidates = [exported['default'], inner['default'], exported, inner].flatMap((each) =>
    typeof each === 'function' ? [each] : Object.values(Object(each) as object),
  );
  return candidates.find(isTransportClass);
}

function isTransportClass(value: unknown): value is CreateTransport {
  if (typeof value !== 'function') return false;
  const prototype = Object(value.prototype) as Record<string, unknown>;
  return typeof prototype['log'] === 'function' && typeof prototype['write'] === 'function';
}

function streamOf({ stream }: Readonly<Record<string, unknown>>): Writable {
  if (stream === 'stdout') return process.stdout;
  if (stream === 'stderr') return process.stderr;
  if (typeof stream === 'string') return createWriteStream(stream, { flags: 'a' });
  throw new Error('its option stream is not stdout, stderr or a path');
}
