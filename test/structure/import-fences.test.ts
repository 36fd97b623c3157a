import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import {
  FENCES_FILE,
  fencesForLinter,
  importFences,
  MAY_IMPORT,
  MAY_IMPORT_BESIDE,
  PACKAGE_OWNERS,
  PURE,
} from '../../build/import-fences.ts';
import { temporaryDirectory } from '../deliver/temporary-directory.ts';
import { LIB, readImports } from './imports.ts';

const ROOT = join(LIB, '..');
const OXLINT = join(ROOT, 'node_modules/.bin/oxlint');
const TOP = Object.keys(MAY_IMPORT);
const FOLDERS = [...TOP, ...Object.keys(MAY_IMPORT_BESIDE)];
const BUILT_IN = ['node:fs', 'node:fs/promises', 'node:net', 'node:dgram', 'node:worker_threads'];

const imports = readImports();

/** Whether the table lets a file of `folder` import from `target`, both relative to `lib/`. */
function isAllowed(folder: string, target: string): boolean {
  const [top = '', ...rest] = folder.split('/');
  const [targetTop = '', ...targetRest] = target.split('/');
  if (top !== targetTop) {
    const allowed: readonly string[] = MAY_IMPORT[top as keyof typeof MAY_IMPORT];
    return allowed.includes(targetTop);
  }
  // The first subfolders that differ; between a folder and what lies in it everything is allowed.
  for (const [index, name] of rest.entries()) {
    const other = targetRest[index];
    if (other === name) continue;
    if (other === undefined) return true;
    const path = [top, ...rest.slice(0, index + 1)].join('/');
    const beside: readonly string[] = MAY_IMPORT_BESIDE[path as keyof typeof MAY_IMPORT_BESIDE];
    return beside.includes(other);
  }
  return true;
}

function isWithin(folder: string, owner: string): boolean {
  return folder === owner || folder.startsWith(`${owner}/`);
}

/** Lines of every import that could be planted in a folder, and whether each is to be rejected. */
function plant(folder: string, directory: string): { line: string; isForbidden: boolean }[] {
  const specifierOf = (file: string): string => {
    const path = relative(directory, file);
    return path.startsWith('.') ? path : `./${path}`;
  };
  const planted = FOLDERS.filter((target) => target !== folder).map((target) => ({
    specifier: specifierOf(`${target}/planted.ts`),
    isForbidden: !isAllowed(folder, target),
  }));
  planted.push({ specifier: specifierOf('main.ts'), isForbidden: true });
  planted.push({ specifier: specifierOf('relay.ts'), isForbidden: folder !== 'commands' });
  for (const [name, owners] of Object.entries(PACKAGE_OWNERS)) {
    const isForbidden = !owners.some((owner) => isWithin(folder, owner));
    planted.push({ specifier: name, isForbidden });
  }
  const isPure = PURE.some((pure) => isWithin(folder, pure));
  planted.push(...BUILT_IN.map((specifier) => ({ specifier, isForbidden: isPure })));
  return planted.flatMap(({ specifier, isForbidden }, index) =>
    [
      `import { a${index} } from '${specifier}';`,
      `import type { B${index} } from '${specifier}';`,
      `export { c${index} } from '${specifier}';`,
    ].map((line) => ({ line, isForbidden })),
  );
}

/** The nearest folder around `folder`, or itself, that has a fence; '.' for none. */
function ownFence(folder: string, fences: ReadonlyMap<string, unknown>): string {
  return folder === '.' || fences.has(folder) ? folder : ownFence(dirname(folder), fences);
}

describe('fences between the folders of lib/', () => {
  const directory = temporaryDirectory();

  it('stand around every folder, and between all subfolders beside each other', () => {
    const folders = new Set(
      imports.map(({ from }) => dirname(from)).filter((path) => path !== '.'),
    );
    for (const folder of folders) {
      expect(TOP, folder).to.include(folder.split('/')[0]);
      const parent = dirname(folder);
      const isFenced = Object.keys(MAY_IMPORT_BESIDE).some((each) => dirname(each) === parent);
      if (parent !== '.' && isFenced) expect(FOLDERS).to.include(folder);
    }
  });

  it('are what the linter goes by', () => {
    const written: unknown = JSON.parse(readFileSync(FENCES_FILE, 'utf8'));
    expect(written, 'npm run fences').to.deep.equal(fencesForLinter());
  });

  it('are kept, also by imports that are made later', () => {
    const fences = new Map(importFences().map(({ folder, patterns }) => [folder, patterns]));
    const broken = imports.filter(({ from, to }) => {
      const path = relative(dirname(from), to);
      const specifier = path.startsWith('.') ? path : `./${path}`;
      const folder = ownFence(dirname(from), fences);
      const patterns = fences.get(folder) ?? [];
      return patterns.some(({ regex }) => new RegExp(regex).test(specifier));
    });
    expect(broken).to.deep.equal([]);
  });

  it('reject each planted import, in a folder and below it, and no other', () => {
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(directory(), '.oxlintrc.json'));
    mkdirSync(join(directory(), 'build'));
    copyFileSync(FENCES_FILE, join(directory(), 'build/import-fences.json'));
    const expected: string[] = [];
    for (const folder of FOLDERS) {
      for (const place of [folder, `${folder}/deeper`]) {
        const file = `lib/${place}/planted.ts`;
        const lines = plant(folder, place);
        mkdirSync(join(directory(), dirname(file)), { recursive: true });
        writeFileSync(join(directory(), file), lines.map(({ line }) => `${line}\n`).join(''));
        for (const { line, isForbidden } of lines)
          if (isForbidden) expected.push(`${file} ${line}`);
      }
    }
    const { stdout } = spawnSync(OXLINT, ['--format', 'json'], {
      cwd: directory(),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect(rejected(stdout, directory())).to.have.members(expected);
  });
});

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** The planted lines that the linter's rule for imports found, as `file line`. */
function rejected(report: string, directory: string): string[] {
  const { diagnostics } = JSON.parse(report) as { diagnostics: Diagnostic[] };
  return diagnostics
    .filter(({ code }) => code === 'eslint(no-restricted-imports)')
    .map(({ filename, labels }) => {
      const lines = readFileSync(join(directory, filename), 'utf8').split('\n');
      return `${filename} ${lines[(labels[0]?.span.line ?? 0) - 1]}`;
    });
}
