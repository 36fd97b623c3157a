import { createLogger, format, transports } from 'winston';
import type { LogConfig } from '../config/config.ts';
import { BOLD, RED, YELLOW, inColour, wantsColours } from './colours.ts';
import type { Log } from './log.ts';

/** The own log of a running relay: `notice` appears at every level. */
export interface OwnLog extends Log {
  notice(message: string): void;
}

/** `notice` ranks with `error`, so that no level hides it. */
const LEVELS = { notice: 0, error: 0, warn: 1, info: 2, debug: 3 } as const;

/** Of the level's word, on a terminal. */
const COLOURS: Readonly<Record<string, string>> = { notice: BOLD, warn: YELLOW, error: RED };

/** Writes to standard error, one line an entry, whatever the message holds; coloured on a terminal. */
export function createOwnLog(
  { level, format: form }: LogConfig,
  hasColours = wantsColours(process.stderr.isTTY),
): OwnLog {
  const text = format.printf(({ timestamp, level: word, message }) => {
    const shown = hasColours ? inColour(COLOURS[word] ?? '', word) : word;
    return `${String(timestamp)} ${shown} ${oneLine(String(message))}`;
  });
  const logger = createLogger({
    levels: LEVELS,
    level,
    format: format.combine(format.timestamp(), form === 'json' ? format.json() : text),
    transports: [new transports.Console({ stderrLevels: Object.keys(LEVELS) })],
  });
  const at = (word: keyof typeof LEVELS) => (message: string) => void logger.log(word, message);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    notice: at('notice'),
  };
}

/** Control characters as `\xNN`: what a sender or a file name holds must not break a line or reach a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0);
    return `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
