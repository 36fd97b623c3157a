import type { CrashFrame } from '../../event/crash.ts';
import { parseTable } from '../tables/parse-table.ts';
import { REGISTERS } from '../tables/registers.ts';

const FUNCTION = '([A-Za-z_][\\w.$]*)\\+0x([0-9a-f]+)/0x([0-9a-f]+)(?: \\[([\\w-]+)[^\\]]*\\])?';
const ADDRESS = '[0-9a-f]{5,16}';

const ROWS = parseTable(REGISTERS, 3).map(([arch = '', pattern = '']) => ({
  arch,
  pattern: new RegExp(pattern.replaceAll('%f', FUNCTION).replaceAll('%a', ADDRESS)),
}));

/** What the first register lines of a crash say. */
export interface Registers {
  readonly arch: string | undefined;
  /** The kernel's instruction pointer; undefined when it is in no function. */
  readonly rip: CrashFrame | undefined;
  /** Whether any line held an instruction pointer of the kernel. */
  readonly isKnown: boolean;
}

/** Reads the first line with an instruction pointer of the kernel. */
export function readRegisters(lines: readonly string[]): Registers {
  let found: CrashFrame | undefined;
  let isKnown = false;
  let arch: string | undefined;
  for (const line of lines) {
    for (const row of ROWS) {
      const groups = row.pattern.exec(line);
      if (groups === null) continue;
      if (!isKnown) found = toFrame(groups);
      isKnown = true;
      if (row.arch !== '-') arch ??= row.arch;
      break;
    }
    if (arch !== undefined) break;
  }
  return { arch, rip: found, isKnown };
}

function toFrame([, name, offset, size, module]: RegExpExecArray): CrashFrame | undefined {
  if (name === undefined || offset === undefined || size === undefined) return undefined;
  return {
    function: name,
    offset: Number.parseInt(offset, 16),
    size: Number.parseInt(size, 16),
    module,
    certain: true,
  };
}
