import { BLANK, byteAt, COLON } from './bytes';
import { NO_ZONE } from './view';

const MAX_LETTERS: i32 = 4;

/**
 * The offset, in minutes east of UTC, that the abbreviation in `[start, end)` stands for, or NO_ZONE. Cisco devices print them behind a
 * time. Only those whose meaning hardly anybody disputes: of CST and the like the American one.
 */
export function zoneWordOffset(start: i32, end: i32): i32 {
  if (end - start > MAX_LETTERS) return NO_ZONE;
  let word: u32 = 0;
  for (let at = start; at < end; at++) word = (word << 8) | byteAt(at);
  switch (word) {
    case 0x5a: // Z
    case 0x555443: // UTC
    case 0x474d54: // GMT
    case 0x574554: // WET
      return 0;
    case 0x57455354: // WEST
    case 0x425354: // BST
    case 0x434554: // CET
    case 0x4d4554: // MET
      return 60;
    case 0x43455354: // CEST
    case 0x4d455354: // MEST
    case 0x454554: // EET
      return 120;
    case 0x45455354: // EEST
    case 0x4d534b: // MSK
      return 180;
    case 0x4a5354: // JST
      return 540;
    case 0x41455354: // AEST
      return 600;
    case 0x41454454: // AEDT
      return 660;
    case 0x4e5a5354: // NZST
      return 720;
    case 0x4e5a4454: // NZDT
      return 780;
    case 0x455354: // EST
    case 0x434454: // CDT
      return -300;
    case 0x454454: // EDT
      return -240;
    case 0x435354: // CST
    case 0x4d4454: // MDT
      return -360;
    case 0x4d5354: // MST
    case 0x504454: // PDT
      return -420;
    case 0x505354: // PST
      return -480;
    default:
      return NO_ZONE;
  }
}

/** The end of the one to five capitals at `at` that `: ` follows; -1 when there are none. */
export function zoneWordEnd(at: i32, end: i32): i32 {
  const limit = min(end, at + MAX_LETTERS + 1);
  let cursor = at;
  while (cursor < limit && isCapital(byteAt(cursor))) cursor++;
  if (cursor == at || cursor + 1 >= end || byteAt(cursor) != COLON) return -1;
  return byteAt(cursor + 1) == BLANK ? cursor : -1;
}

function isCapital(byte: i32): bool {
  return byte >= 0x41 && byte <= 0x5a;
}
