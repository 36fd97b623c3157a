import type { Crash } from '../event/crash.ts';
import type { MacroFactory } from './macro.ts';

const ID_DIGITS = 8;
const VERSION = /^\d+-/;

/** The macros about crashes, by name; they are empty for every other event. */
export const CRASH_MACROS: Readonly<Record<string, MacroFactory>> = {
  CRASHTITLE: crashMacro(({ title }) => title),
  CRASHTYPE: crashMacro(({ type }) => type),
  CRASHFINGERPRINT: crashMacro(({ fingerprint }) => fingerprint),
  CRASHTIME: crashMacro(({ receivedUs }) => timeOf(receivedUs)),
  CRASHID: crashMacro(({ fingerprint, number }) => {
    return `${fingerprint.replace(VERSION, '').slice(0, ID_DIGITS)}-${number}`;
  }),
};

/** Makes strings: crashes are rare. */
function crashMacro(textOf: (crash: Crash) => string): MacroFactory {
  return (put) => (view, _start, _end, out) => {
    if (view.crash === undefined) return;
    const bytes = Buffer.from(textOf(view.crash));
    put(bytes, 0, bytes.length, out);
  };
}

/** `20261120T144003Z` for microseconds since the epoch. */
function timeOf(us: number): string {
  return new Date(Math.floor(us / 1000)).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
}
