/** C0, DEL and C1 controls, bidi controls and line separators: what text of senders must not send to a terminal. */
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** Text for a terminal: controls as `\xNN` or `\u{NNNN}`. */
export function harmless(text: string): string {
  return text.replace(HARMFUL, (character) => {
    const hex = character.charCodeAt(0).toString(16);
    return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}

/** One line of JSON for a terminal: the same value, controls in its strings as `\uNNNN`. */
export function harmlessJson(line: string): string {
  return line.replace(
    HARMFUL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
