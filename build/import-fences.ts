import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which folders of `lib/` a folder may import, type imports included. Data flows one way: receive → classify → decode → route →
 * encode → deliver; whatever stands to the right of another folder never imports what uses it.
 */
export const MAY_IMPORT = {
  system: [],
  'syslog-parser': [],
  event: ['syslog-parser'],
  template: ['event', 'syslog-parser'],
  route: ['event'],
  config: ['event', 'route', 'system', 'template'],
  log: ['config', 'system'],
  senders: ['config', 'event', 'system'],
  'redis-client': ['config', 'system'],
  receive: ['config', 'event', 'log', 'redis-client', 'senders', 'system'],
  deliver: [
    'config',
    'event',
    'log',
    'redis-client',
    'route',
    'syslog-parser',
    'system',
    'template',
  ],
  observe: ['config', 'deliver', 'event', 'log', 'senders', 'system'],
  netconsole: ['event', 'observe'],
  classify: ['event', 'netconsole', 'syslog-parser'],
  crash: ['config', 'event', 'netconsole', 'observe'],
  pipeline: [
    'classify',
    'config',
    'crash',
    'deliver',
    'event',
    'netconsole',
    'observe',
    'receive',
    'route',
    'senders',
    'syslog-parser',
  ],
  shard: [
    'config',
    'crash',
    'deliver',
    'event',
    'log',
    'observe',
    'pipeline',
    'receive',
    'route',
    'senders',
    'system',
  ],
  recording: ['config', 'crash', 'event', 'observe', 'pipeline', 'senders', 'system'],
  operate: ['config', 'crash', 'deliver', 'event', 'log', 'observe', 'route', 'senders', 'system'],
  setup: ['config', 'event', 'recording', 'senders', 'system'],
  commands: [
    'config',
    'crash',
    'deliver',
    'event',
    'log',
    'observe',
    'operate',
    'receive',
    'recording',
    'senders',
    'setup',
    'system',
    'template',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Which other subfolders of its parent a subfolder may import. A parent composes all of its subfolders, and they use its contracts. */
export const MAY_IMPORT_BESIDE = {
  'config/schema': [],
  'config/syslog-ng': ['schema'],
  'config/schema/destinations': [],
  'config/schema/sources': [],
  'netconsole/history': [],
  'netconsole/basic': [],
  'netconsole/extended': ['history'],
  'netconsole/order': ['extended'],
  'receive/udp': [],
  'receive/dgram': [],
  'receive/internal': [],
  'receive/stream': [],
  'receive/unix-dgram': [],
  'receive/redis': [],
  'deliver/entries': [],
  'deliver/names': [],
  'deliver/spool': ['names', 'outbox'],
  'deliver/outbox': ['names'],
  'deliver/file': ['entries', 'names'],
  'deliver/stdout': ['entries', 'names'],
  'deliver/tap': ['entries'],
  'deliver/redis': ['entries', 'names', 'outbox'],
  'deliver/syslog': ['entries', 'names', 'outbox'],
  'deliver/winston': ['entries', 'names', 'outbox'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Folders without input and output, clock or log. */
export const PURE = [
  'syslog-parser',
  'event',
  'template',
  'route',
  'netconsole',
  'classify',
  'pipeline',
  'deliver/entries',
] as const;

/** The only places for a package. */
export const PACKAGE_OWNERS = {
  koffi: ['system'],
  yaml: ['config'],
  zod: ['config'],
  winston: ['log'],
  re2js: ['route'],
  'prom-client': ['operate'],
  leven: ['template'],
  'lru-cache': ['senders', 'receive/redis'],
  'p-limit': ['senders'],
  ioredis: ['redis-client', 'deliver/redis'],
  'classic-level': ['deliver/spool'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const INPUT_AND_OUTPUT =
  '^node:(child_process|cluster|dgram|dns|fs|http|http2|https|net|readline|tls|worker_threads)(/|$)';

/** What files of a folder must not import, each as a regular expression of import specifiers. */
export interface Fence {
  readonly folder: string;
  readonly patterns: readonly { readonly regex: string; readonly message: string }[];
}

/** All fences: a folder's own after that of its parent, which it replaces. */
export function importFences(): Fence[] {
  const folders = [...Object.keys(MAY_IMPORT), ...Object.keys(MAY_IMPORT_BESIDE)];
  return folders.map((folder) => ({ folder, patterns: patternsOf(folder) }));
}

function patternsOf(folder: string): Fence['patterns'] {
  const top = folder.split('/')[0] as keyof typeof MAY_IMPORT;
  const allowed: readonly string[] = [top, ...MAY_IMPORT[top]];
  const others = Object.keys(MAY_IMPORT).filter((each) => !allowed.includes(each));
  const message = `lib/${folder}/ must not import this: see build/import-fences.ts`;
  const root = top === 'commands' ? 'main' : 'main|relay';
  const regexes = [
    `^(\\.\\./)+(${others.join('|')})/`,
    `^(\\.\\./)+(${root})\\.ts$`,
    ...besides(folder),
  ];
  const foreign = Object.entries(PACKAGE_OWNERS)
    .filter(([, owners]) => !owners.some((owner) => isWithin(folder, owner)))
    .map(([name]) => name);
  regexes.push(`^(${foreign.join('|')})(/|$)`);
  if (PURE.some((pure) => isWithin(folder, pure))) regexes.push(INPUT_AND_OUTPUT);
  return regexes.map((regex) => ({ regex, message }));
}

/** The subfolders beside this one, and beside its parent, that it must not import. */
function besides(folder: string): string[] {
  const parts = folder.split('/');
  return parts.slice(1).flatMap((_, index) => {
    const path = parts.slice(0, index + 2).join('/');
    const parent = parts.slice(0, index + 1).join('/');
    const allowed: readonly string[] =
      MAY_IMPORT_BESIDE[path as keyof typeof MAY_IMPORT_BESIDE] ?? [];
    const siblings = Object.keys(MAY_IMPORT_BESIDE)
      .filter((each) => each !== path && each.slice(0, each.lastIndexOf('/')) === parent)
      .map((each) => each.slice(parent.length + 1))
      .filter((each) => !allowed.includes(each));
    return siblings.length === 0 ? [] : [`^(\\.\\./)+(${siblings.join('|')})/`];
  });
}

function isWithin(folder: string, owner: string): boolean {
  return folder === owner || folder.startsWith(`${owner}/`);
}

/** The linter's configuration for all fences. */
export function fencesForLinter(): object {
  return {
    overrides: importFences().map(({ folder, patterns }) => ({
      files: [`lib/${folder}/**`],
      rules: { 'eslint/no-restricted-imports': ['error', { patterns }] },
    })),
  };
}

export const FENCES_FILE = join(import.meta.dirname, 'import-fences.json');

if (process.argv[1] === import.meta.filename) {
  writeFileSync(FENCES_FILE, `${JSON.stringify(fencesForLinter(), undefined, 2)}\n`);
}
