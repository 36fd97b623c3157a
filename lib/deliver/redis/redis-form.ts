import type { RedisDestinationConfig } from '../../config/destination-config.ts';
import { compileStreamName, type CompiledStreamName } from '../../template/stream-name.ts';
import type { BatchForm } from '../batch-encoder.ts';
import { RespBulk } from '../entries/resp-bulk.ts';
import { RenderedNames } from '../names/rendered-names.ts';
import { fieldValuesOf } from './field-values.ts';

/** A script of more events blocks the other clients of the server for too long. */
const MAX_EVENTS = 1000;
const MAX_BYTES = 256 * 1024;

/** Values of entries, named by the stream. */
export function redisForm(config: RedisDestinationConfig): BatchForm {
  const stream = compileStream(config.stream);
  return {
    entries: new RespBulk(fieldValuesOf(config)),
    createNames: (startEpoch) => new RenderedNames(stream, startEpoch),
    wholeEvents: true,
    maxEvents: MAX_EVENTS,
    maxBytes: MAX_BYTES,
  };
}

/** The template of streams. Throws when `text` is none: the configuration was checked. */
export function compileStream(text: string): CompiledStreamName {
  const compiled = compileStreamName(text);
  if (Array.isArray(compiled)) {
    throw new Error(`stream ${text}: ${compiled.map(({ message }) => message).join(', ')}`);
  }
  return compiled;
}
