import type { DefaultChanges } from '../config/change-default.ts';
import { isSameListenAddress, printListenAddress } from '../config/listen-address.ts';
import type { ListenAddress } from '../config/source-config.ts';
import { compilePath } from '../template/path-template.ts';
import { CommandError, WRONG_USE } from './command-error.ts';
import { resolveListen } from './udp-target.ts';

/** The options of `run` that change the embedded default. */
export interface DefaultOptions {
  readonly config?: string | undefined;
  /** `HOST:PORT`, each a source. */
  readonly listen?: readonly string[] | undefined;
  /** A path template. */
  readonly path?: string | undefined;
}

/** Reads the options; undefined if none is given. Rejects with CommandError. */
export async function readDefaultChanges({
  config,
  listen: listenTexts = [],
  path,
}: DefaultOptions): Promise<DefaultChanges | undefined> {
  if (listenTexts.length === 0 && path === undefined) return undefined;
  if (config !== undefined) {
    throw new CommandError(
      '--listen and --path change the embedded default and cannot be used with --config; write them in that file',
      WRONG_USE,
    );
  }
  if (path !== undefined) checkPath(path);
  const listen: ListenAddress[] = [];
  for (const text of listenTexts) {
    const { address, port } = await resolveListen('--listen', text);
    const other = listen.find((each) => isSameListenAddress(each, { address, port }));
    if (other !== undefined) {
      const taken = printListenAddress(other);
      throw new CommandError(`--listen ${text} overlaps with ${taken}; leave one out`, WRONG_USE);
    }
    listen.push({ address, port });
  }
  return { listen, path };
}

function checkPath(path: string): void {
  const compiled = compilePath(path);
  const [problem] = Array.isArray(compiled) ? compiled : [];
  if (problem !== undefined) {
    throw new CommandError(`--path is ${JSON.stringify(path)}: ${problem.message}`, WRONG_USE);
  }
}
