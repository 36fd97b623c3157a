import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Log } from '../../log/log.ts';
import type { Identity } from '../../system/privileges.ts';
import type { Level } from './key-pages.ts';
import { isRefusedBySystem, levelProblem } from './level-error.ts';
import { OpeningMarker } from './opening-marker.ts';
import { readTotals, type StoreTotals } from './section-totals.ts';
import { writeBufferBytes } from './free-space.ts';
import { SpoolError } from './spool-error.ts';
import { giveFilesToOwner, giveTo } from './store-owner.ts';
import { storePath } from './store-path.ts';
import { refuseDamagedBlocks, tableBytes } from './table-check.ts';

/** A store with what was in it when it was opened. */
export interface OpenedLevel {
  readonly level: Level;
  readonly totals: StoreTotals;
}

const MARKER = 'opening';
/** After this many starts in a row that died while opening the store, it is set aside. */
const MOST_DEATHS = 3;
/** The checksums of a store up to this size are checked at each start, those of a larger one after a start that died while opening it. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Opens the store in `directory`, which is created if it is absent. Of a store with damaged files what can be read is kept; one that cannot be
 * opened is set aside as `batches.damaged-TIME`, with an error in the log, and a new one is created. Rejects with a SpoolError if another
 * process uses it or the system refuses it. `owner`: to whom root gives the store; files belong to the owner of its directory.
 */
export async function openLevel(
  directory: string,
  log: Log,
  owner?: Identity,
): Promise<OpenedLevel> {
  const path = storePath(directory);
  const marker = new OpeningMarker(join(directory, MARKER));
  createDirectory(directory, owner);
  let { deaths } = marker;
  if (deaths >= MOST_DEATHS) {
    setAside(path, `the last ${deaths} starts died while opening it`, log);
    deaths = 0;
  }
  setMarker(marker, deaths, directory);
  createStore(path, owner);
  const restore = (): void => (deaths === 0 ? marker.clear() : marker.set(deaths - 1));
  let opened: OpenedLevel;
  try {
    if (deaths > 0 || tableBytes(path) <= CHECKED_BYTES) {
      await ensureUnused(path);
      restore();
      refuseDamagedBlocks(path);
      marker.set(deaths);
    }
    opened = await openReadable(path, log);
  } catch (error) {
    const { code, message } = levelProblem(error);
    if (code === 'LEVEL_LOCKED') {
      restore();
      throw new SpoolError(
        `Cannot open the spool in ${directory}: another process uses it; stop it, or choose another spool.directory`,
        error,
      );
    }
    if (isRefusedBySystem(error)) {
      restore();
      throw new SpoolError(`Cannot open the spool in ${directory}: ${message}`, error);
    }
    if (!code.startsWith('LEVEL_')) {
      restore();
      throw error;
    }
    setAside(path, message, log);
    createStore(path, owner);
    opened = await open(path);
  }
  marker.clear();
  giveFilesToOwner(path);
  return opened;
}

/** Opens a store; one with damaged files is repaired first: the library puts what it can read into new files. Rejects with the library's error. */
export async function openReadable(path: string, log: Log): Promise<OpenedLevel> {
  const opened = await open(path);
  if (!opened.totals.isDamaged) return opened;
  await opened.level.close();
  log.error(`The spool ${path} has damaged files; what can be read is delivered`);
  await ClassicLevel.repair(path);
  return open(path);
}

/** Rejects with the library's error if another process uses the store. */
async function ensureUnused(path: string): Promise<void> {
  const level = createLevel(path);
  try {
    await level.open();
  } finally {
    await level.close();
  }
}

function createLevel(path: string): Level {
  return new ClassicLevel(path, {
    valueEncoding: 'buffer',
    compression: false,
    writeBufferSize: writeBufferBytes(path),
  });
}

async function open(path: string): Promise<OpenedLevel> {
  const level = createLevel(path);
  try {
    await level.open();
    return { level, totals: await readTotals(level) };
  } catch (error) {
    await level.close();
    throw error;
  }
}

/** One by one: `recursive` of Node 20 does not return where the system answers ENOENT although the parent exists, such as below `/proc`. */
function createWithParents(directory: string, owner: Identity | undefined): void {
  if (existsSync(directory)) return;
  const parent = dirname(directory);
  if (parent !== directory) createWithParents(parent, owner);
  try {
    mkdirSync(directory, { mode: 0o750 });
    if (owner !== undefined) giveTo(owner, directory);
  } catch (error) {
    // Another process may create it, too.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function createStore(path: string, owner: Identity | undefined): void {
  createDirectory(path, owner);
  // It may be there from a start without `user`.
  if (owner !== undefined) giveTo(owner, path);
}

function createDirectory(directory: string, owner: Identity | undefined): void {
  try {
    createWithParents(directory, owner);
  } catch (error) {
    throw new SpoolError(
      `Cannot create the spool directory ${directory}: ${codeOf(error)}; create it, or choose another spool.directory`,
      error,
    );
  }
}

function setMarker(marker: OpeningMarker, deaths: number, directory: string): void {
  try {
    marker.set(deaths);
  } catch (error) {
    throw new SpoolError(
      `Cannot write to the spool directory ${directory}: ${codeOf(error)}; correct its permissions or free space, or choose another spool.directory`,
      error,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function setAside(path: string, why: string, log: Log): void {
  if (!existsSync(path)) return;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = `${path}.damaged-${time}`;
  renameSync(path, aside);
  log.error(
    `Cannot open the spool ${path}: ${why}; it was renamed to ${aside}, its events are not delivered`,
  );
}
