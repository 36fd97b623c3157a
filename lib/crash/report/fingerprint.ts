import { createHash } from 'node:crypto';
import { normaliseFunction } from './function-name.ts';
import { nextInteresting, type TitleFunction } from './title-function.ts';

/** Of the rules; fingerprints of other versions stay what they are. */
const VERSION = 1;
const FRAMES = 3;
const DIGITS = 16;

/** Equal for crashes of one bug, whatever the release, the machine and the build. */
export function fingerprintOf(
  type: string,
  title: string,
  found: TitleFunction | undefined,
): string {
  const frames = found === undefined ? [] : nextInteresting(found, FRAMES);
  const names = frames.map(({ function: name, module }) =>
    module === undefined ? normaliseFunction(name) : `${normaliseFunction(name)} [${module}]`,
  );
  const hash = createHash('sha256').update([type, title, ...names].join('\n'));
  return `${VERSION}-${hash.digest('hex').slice(0, DIGITS)}`;
}
