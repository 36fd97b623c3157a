import type { CrashFrame } from '../../event/crash.ts';

/** What a frame line may have before its function: marks of stacks, and addresses. */
const BEFORE = /^(?:<\/?[#A-Z_0-9]+>|\[<[ 0-9a-finlex]+>\]|\[[0-9a-f]{8,16}\]|[?(]|\s)+/;
const PLACE = /^([A-Za-z_][\w.$]*)(?:\+0x([0-9a-f]+)\/0x([0-9a-f]+))?/;
/** After the function: a module with its build id or taint, what the unwinder knows, and a place in the source. */
const AFTER =
  /^\)?(?: \[([\w-]+)(?:\([A-Z]+\))?(?: [0-9a-f]+)?\])?(?: \((unreliable|[A-Z]+)\))*(?: [\w./-]+:\d+)?(?: \[inline\])?$/;
/** A function and where it returns to; the frame is the latter, as on other architectures. */
const ARM_FRAME =
  /^\(?[A-Za-z_][\w.$+/]*\)?(?: \[[\w-]+\])? from (?:\[<[0-9a-f]+>\] )?\(?([A-Za-z_][\w.$]*)\+0x([0-9a-f]+)\/0x([0-9a-f]+)(?: \[([\w-]+)\])?\)?/;
const MARK = /^\s*(?:<\/?[#A-Z_0-9]+>\s*)+$/;
const ADDRESS_BEFORE = /^\s*(?:\[<[0-9a-f]+>\]|\[[0-9a-f]+\])\s*/;

/** The frame that a line of a call trace holds; undefined when it holds none. */
export function parseFrame(line: string): CrashFrame | undefined {
  const arm = parseArmFrame(line);
  if (arm !== undefined) return arm;
  const before = BEFORE.exec(line)?.[0] ?? '';
  if (before === '') return undefined;
  const rest = line.slice(before.length).trimEnd();
  const place = PLACE.exec(rest);
  if (place === null) return undefined;
  const [text, name = '', offset, size] = place;
  const after = AFTER.exec(rest.slice(text.length));
  if (after === null) return undefined;
  if (offset === undefined) return undefined;
  const isCertain = !before.includes('?') && !before.includes('(') && after[2] !== 'unreliable';
  return toFrame(name, { offset, size }, after[1], isCertain);
}

/** Whether a line belongs to a call trace without being a frame. */
export function isTraceMark(line: string): boolean {
  return MARK.test(line);
}

function parseArmFrame(line: string): CrashFrame | undefined {
  const rest = line.replace(ADDRESS_BEFORE, '');
  const [, name, offset, size, module] = ARM_FRAME.exec(rest.trimStart()) ?? [];
  return name === undefined ? undefined : toFrame(name, { offset, size }, module, true);
}

function toFrame(
  name: string,
  { offset, size }: { offset: string | undefined; size: string | undefined },
  module: string | undefined,
  certain: boolean,
): CrashFrame {
  return {
    function: name,
    offset: offset === undefined ? undefined : Number.parseInt(offset, 16),
    size: size === undefined ? undefined : Number.parseInt(size, 16),
    module,
    certain,
  };
}
