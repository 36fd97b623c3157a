import type { DestinationConfig } from '../config/config.ts';
import type { Encoder, EncoderContext } from './encoder.ts';
import { compileFilePath } from './file/compile-file-path.ts';
import { FileEncoder } from './file/file-encoder.ts';
import { compileLineTemplates } from './line-templates.ts';
import { StreamEncoder } from './stdout/stream-encoder.ts';

/** The shard's side of a destination. */
export function createEncoder(config: DestinationConfig, context: EncoderContext): Encoder {
  switch (config.type) {
    case 'file':
      return new FileEncoder(context, {
        path: compileFilePath(config.path),
        lines: compileLineTemplates(config.template),
      });
    case 'stdout':
      return new StreamEncoder(
        context,
        config.format === 'json' ? undefined : compileLineTemplates(config.template),
      );
    default:
      return config satisfies never;
  }
}
