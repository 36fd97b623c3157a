import { parseTemplate, type TemplatePart } from '../../template/parse-template.ts';
import { compileStreamName } from '../../template/stream-name.ts';
import type { TemplateProblem } from '../../template/template-problem.ts';
import { Fault } from '../fault.ts';

/** Streams of one source: each has a connection. */
export const MAX_READ_STREAMS = 1024;

/** The streams that a template names. */
export interface StreamNames {
  readonly template: string;
  readonly names: readonly string[];
}

/** All names that a template gives whose only macro is `$(hash N …)`. */
export function expandStreams(text: string): StreamNames | Fault | Fault[] {
  const compiled = compileStreamName(text);
  if (Array.isArray(compiled)) {
    return compiled.map(({ message, offset }) => new Fault(message, 'correct the name', offset));
  }
  const problems: TemplateProblem[] = [];
  const parts = parseTemplate(text, problems, 'refused');
  const macros = parts.filter(({ kind }) => kind !== 'literal');
  const foreign = macros.find((part) => bucketsOf(part) === undefined) ?? macros[1];
  if (foreign !== undefined) {
    return new Fault(
      'the streams of this name cannot be listed',
      'use no macro but one $(hash N …), or list the streams',
      foreign.offset,
    );
  }
  const [hash] = macros;
  const buckets = hash === undefined ? 1 : (bucketsOf(hash) ?? 1);
  if (buckets > MAX_READ_STREAMS) {
    return new Fault(
      `these are ${buckets} streams`,
      `read at most ${MAX_READ_STREAMS} in one source`,
      hash?.offset,
    );
  }
  const names = Array.from({ length: buckets }, (_, bucket) =>
    parts.map((part) => (part.kind === 'literal' ? part.text : String(bucket))).join(''),
  );
  return { template: text, names };
}

/** N of `$(hash N …)`; undefined for anything else. */
function bucketsOf(part: TemplatePart): number | undefined {
  if (part.kind !== 'function' || part.name !== 'hash') return undefined;
  return Number(part.args[0]?.text);
}
