const CUT = '------------[ cut here ]------------';
const RULER = /^={10,}/;
const PANIC = /^Kernel panic - not syncing/;
const MARKER = /^---\[ end (?:trace|Kernel panic)/;
const REBOOTING = /^Rebooting in \d+ seconds/;
const ASKS_CPUS = /^(?:Sending NMI |(?:rcu: )?INFO: rcu_)/;
const CALL_TRACE = /^\s*(?:Call trace|Backtrace):/i;
const CPU_LINE = /^CPU: (\d+) /;
const STOPPING = /^reboot: /;

/** What a line says about the crash that it may be part of, by its beginning. */
export const SIGNS = {
  /** A crash begins, with a warning or a BUG: the lines after it are its headline. */
  isCut: (text: string): boolean => text.startsWith(CUT),
  /** A report begins or ends. */
  isRuler: (text: string): boolean => RULER.test(text),
  isPanic: (text: string): boolean => PANIC.test(text),
  /** The report is over; that of a panic may have no other mark than the restart. */
  isEnd: (text: string, hasPanic: boolean): boolean =>
    MARKER.test(text) || (hasPanic && REBOOTING.test(text)),
  /** Other CPUs are asked for back-traces. */
  asksCpus: (text: string): boolean => ASKS_CPUS.test(text),
  isCallTrace: (text: string): boolean => CALL_TRACE.test(text),
  /** The CPU that the line names; -1 for none. */
  cpu: (text: string): number => Number(CPU_LINE.exec(text)?.[1] ?? -1),
  /** The machine stops as it was told to. */
  isStopping: (text: string): boolean => STOPPING.test(text),
} as const;

/** Whether a crash may follow: what comes after it and before the first line is the headline. */
export function isAnnouncement(text: string): boolean {
  return SIGNS.isCut(text) || SIGNS.isRuler(text);
}

/** The first four characters of lines that count without beginning a crash. */
export const SIGN_KEYS = [CUT.slice(0, 4), '====', 'rebo'] as const;
