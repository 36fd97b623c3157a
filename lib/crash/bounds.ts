/** Bounds of everything that is kept of crashes; each names what happens at it. */
export const BOUNDS = {
  /** Contexts of one sender with an open crash or an announced one; the one silent longest is closed. */
  contexts: 8,
  /** Records of one crash; further ones are counted. */
  records: 512,
  /** Bytes of text of one crash; further records are counted. */
  crashBytes: 64 * 1024,
  /** Text of all open crashes; the one silent longest is closed. */
  openBytes: 64 * 1024 * 1024,
  /** Crash events of one sender in a minute, and of all; further ones are suppressed. */
  eventsOfSender: 30,
  events: 1000,
  /** Distinct trouble signals of one sender in a minute; further ones are suppressed. */
  troubles: 100,
  /** Troubles of all senders that are remembered for their minute; further ones are suppressed. */
  openTroubles: 10_000,
  /** Crashes that are looked at in a minute, of one sender and of all; further ones are suppressed unread. */
  readOfSender: 600,
  read: 10_000,
  /** The last lines of one sender, and of all; those of the sender silent longest go first. */
  lastLinesOfSender: 16 * 1024,
  lastLines: 64 * 1024 * 1024,
  /** How long last lines are kept. */
  lastLinesMs: 600_000,
  /** Titles the relay remembers as seen. */
  titles: 65_536,
} as const;

/** Waits, in milliseconds. */
export const WAITS = {
  /** An announced crash begins within this time and this many records, or not at all. */
  announced: 1000,
  /** A crash without an end marker ends after this much silence of its context. */
  silence: 3000,
  /** What a context prints after an end marker belongs to the crash while it pauses for less than this … */
  marker: 200,
  /** … and for this long at most. */
  behindMarker: 1000,
  /** A panic is reported this long after its last line. */
  panic: 250,
  /** Equal titles of one sender give one event in this time; limits count over it. */
  minute: 60_000,
} as const;

export const ANNOUNCED_RECORDS = 8;
/** An unknown first line needs a call trace within this many records. */
export const UNKNOWN_RECORDS = 24;
/** A first line so few records after another one belongs to the same crash. */
export const PAIRED_RECORDS = 4;
