import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Log } from '../../log/log.ts';
import { OpeningMarker } from './opening-marker.ts';
import { parseSpoolKey, type SpoolKey } from './spool-key.ts';
import { SpoolError } from './spool-error.ts';

export type Level = ClassicLevel<string, Buffer>;

/** A store with the batches that were in it when it was opened. */
export interface OpenedLevel {
  readonly level: Level;
  readonly keys: readonly SpoolKey[];
}

const STORE = 'batches';
const MARKER = 'opening';
/** After so many starts in a row that died while opening the store, it is set aside. */
const MOST_DEATHS = 3;
/** Errors that are no damage: they may pass by themselves, or an operator ends them. */
const NO_DAMAGE =
  /No space left|Input\/output error|Too many open files|Permission denied|Read-only file system|Cannot allocate memory/;

/**
 * Opens the store in `directory`, which is created if it is absent. A store that is damaged is set aside as `batches.damaged-TIME`, with an
 * error in the log, and a new one is created. Rejects with a SpoolError if another process uses it or the system refuses it.
 */
export async function openLevel(directory: string, log: Log): Promise<OpenedLevel> {
  const path = join(directory, STORE);
  const marker = new OpeningMarker(join(directory, MARKER));
  createDirectory(directory);
  let { deaths } = marker;
  if (deaths >= MOST_DEATHS) {
    setAside(path, `the last ${deaths} starts died while opening it`, log);
    deaths = 0;
  }
  marker.set(deaths);
  const restore = (): void => (deaths === 0 ? marker.clear() : marker.set(deaths - 1));
  let opened: OpenedLevel;
  try {
    opened = await open(path);
  } catch (error) {
    const { code, message } = causeOf(error);
    if (code === 'LEVEL_LOCKED') {
      restore();
      throw new SpoolError(
        `Cannot open the spool in ${directory}: another process uses it; stop it, or choose another spool.directory`,
        error,
      );
    }
    if (NO_DAMAGE.test(message)) {
      restore();
      throw new SpoolError(`Cannot open the spool in ${directory}: ${message}`, error);
    }
    setAside(path, message, log);
    opened = await open(path);
  }
  marker.clear();
  return opened;
}

async function open(path: string): Promise<OpenedLevel> {
  const level: Level = new ClassicLevel(path, { valueEncoding: 'buffer', compression: false });
  try {
    await level.open();
    const keys: SpoolKey[] = [];
    for await (const text of level.keys()) {
      const key = parseSpoolKey(text);
      if (key !== undefined) keys.push(key);
    }
    return { level, keys };
  } catch (error) {
    await level.close();
    throw error;
  }
}

function createDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o750 });
  } catch (error) {
    const found = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SpoolError(
      `Cannot create the spool directory ${directory}: ${found}; create it, or choose another spool.directory`,
      error,
    );
  }
}

function setAside(path: string, why: string, log: Log): void {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = `${path}.damaged-${time}`;
  renameSync(path, aside);
  log.error(
    `Cannot open the spool ${path}: ${why}; it was renamed to ${aside}, its events are not delivered`,
  );
}

/** The library's own error is the cause of the one that it rejects with. */
function causeOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const inner = error.cause instanceof Error ? error.cause : error;
  return { code: 'code' in inner ? String(inner.code) : '', message: inner.message };
}
