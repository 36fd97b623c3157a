import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const LIB = join(import.meta.dirname, '../../lib');

/** One import of a file of `lib/`, type imports included; both paths relative to `lib/`. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

const FROM = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.ts)'/g;

/** Every import of one file of `lib/` by another one. */
export function readImports(lib = LIB): Import[] {
  return readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(lib, file), 'utf8');
      return [...text.matchAll(FROM)].map(([, target = '']) => ({
        from: file,
        to: relative(lib, join(lib, dirname(file), target)),
      }));
    });
}

/** The same between whole folders: `nodeOf` names the one a file belongs to; undefined leaves a file out. */
export function mergeImports(
  imports: readonly Import[],
  nodeOf: (file: string) => string | undefined,
): Import[] {
  return imports.flatMap((each) => {
    const [from, to] = [nodeOf(each.from), nodeOf(each.to)];
    return from === undefined || to === undefined || from === to ? [] : [{ from, to }];
  });
}

/** One cycle as `a → b → a`; undefined when there is none. */
export function findCycle(imports: readonly Import[]): string | undefined {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of imports) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): string | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node].join(' → ');
    if (done.has(node)) return undefined;
    path.push(node);
    for (const target of targets.get(node) ?? []) {
      const cycle = visit(target);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of targets.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
