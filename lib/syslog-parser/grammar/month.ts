/** The month's number by a perfect hash of its name: `(second + third letter) & 31`, and the name it stands for. */
const BY_HASH: usize = memory.data(32);
const NAMES: usize = memory.data(13 * 4, 4);

const WORDS = 'janfebmaraprmayjunjulaugsepoctnovdec';
for (let month = 1; month <= 12; month++) {
  const name = pack(month * 3 - 3);
  store<i32>(NAMES + ((<usize>month) << 2), name);
  store<u8>(BY_HASH + hash(name), <u8>month);
}

function pack(at: i32): i32 {
  return WORDS.charCodeAt(at) | (WORDS.charCodeAt(at + 1) << 8) | (WORDS.charCodeAt(at + 2) << 16);
}

function hash(name: i32): usize {
  return ((name >> 8) + (name >> 16)) & 31;
}

/** The month (1 to 12) whose English abbreviation, in any case, stands in the three bytes at `at`; 0 when none does. */
export function monthAt(at: i32): i32 {
  const name = (load<i32>(at) & 0xffffff) | 0x202020;
  const month = <i32>load<u8>(BY_HASH + hash(name));
  return load<i32>(NAMES + ((<usize>month) << 2)) == name ? month : 0;
}
