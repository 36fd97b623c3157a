import type { FileDestinationConfig } from '../../config/destination-config.ts';
import type { BatchForm } from '../batch-encoder.ts';
import { compileLineTemplates } from '../entries/line-templates.ts';
import { Lines } from '../entries/lines.ts';
import { RenderedNames } from '../names/rendered-names.ts';
import { compileFilePath } from './compile-file-path.ts';

/** Lines, named by the path of their file. */
export function fileForm(config: FileDestinationConfig): BatchForm {
  const path = compileFilePath(config.path);
  return {
    entries: new Lines(compileLineTemplates(config.template)),
    createNames: (startEpoch) => new RenderedNames(path, startEpoch),
    wholeEvents: false,
  };
}
