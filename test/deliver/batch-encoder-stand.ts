import { runWordsOf, type SealedBatch } from '../../lib/deliver/batch.ts';
import { BatchEncoder } from '../../lib/deliver/batch-encoder.ts';
import { compileLineTemplates } from '../../lib/deliver/entries/line-templates.ts';
import { Lines } from '../../lib/deliver/entries/lines.ts';
import { compileFilePath } from '../../lib/deliver/file/compile-file-path.ts';
import { RenderedNames } from '../../lib/deliver/names/rendered-names.ts';
import { encoderContext } from './encoder-stand.ts';

export const BUFFER_BYTES = 4096;

interface Setup {
  readonly path?: string;
  readonly maxPaths?: number;
  /** `$MSG` when absent. */
  readonly template?: 'default';
  readonly wholeEvents?: boolean;
  readonly maxEvents?: number;
  readonly maxBytes?: number;
}

export function createEncoder(setup: Setup = {}) {
  const { path = '/log/$HOST/a', maxPaths = 1000, template, wholeEvents = false } = setup;
  const stand = encoderContext(BUFFER_BYTES);
  const lines = compileLineTemplates(template === 'default' ? undefined : '$MSG');
  const names = compileFilePath(path);
  const form = {
    entries: new Lines(lines),
    createNames: (startEpoch: () => void) => new RenderedNames(names, startEpoch, maxPaths),
    wholeEvents,
    maxEvents: setup.maxEvents ?? Number.POSITIVE_INFINITY,
    maxBytes: setup.maxBytes ?? Number.POSITIVE_INFINITY,
  };
  return { ...stand, encoder: new BatchEncoder(stand.context, form) };
}

/** The runs of batches with their paths and texts, as the writer would take them apart. */
export function runsOf(
  batches: readonly SealedBatch[],
): { path: string; text: string; events: number }[] {
  const paths = new Map<number, string>();
  let epoch = 0;
  return batches.flatMap((batch) => {
    const { count, newNames, epoch: next } = batch.runs;
    if (next !== epoch) paths.clear();
    epoch = next;
    for (const { id, name } of newNames) paths.set(id, name);
    const words = runWordsOf(batch);
    const { bytes } = batch;
    return Array.from({ length: count }, (_, run) => {
      const start = run === 0 ? 0 : Number(words[run * 3 - 2]);
      const [id, end, events] = words.slice(run * 3, run * 3 + 3);
      return {
        path: paths.get(Number(id)) ?? 'unknown',
        text: Buffer.from(bytes.subarray(start, Number(end))).toString(),
        events: Number(events),
      };
    });
  });
}
