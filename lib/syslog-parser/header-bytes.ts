/** Classes of bytes in the words of a legacy header, as bits of `HEADER_BYTE[byte]`. */
export const HOST_BYTE = 1;
export const TAG_BYTE = 2;
/** What a tag may consist of when no blank follows its colon: then `http://…` and `10.0.0.1:80` must not pass. */
export const NAME_BYTE = 4;
export const HEX_OR_COLON = 8;
export const DIGIT_OR_DOT = 16;

export const HEADER_BYTE = new Uint8Array(256);

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

add(`${LETTERS_AND_DIGITS}-_.@/+~`, HOST_BYTE);
add(`${LETTERS_AND_DIGITS}-_./()@%#+~!$&*^|?`, TAG_BYTE);
add(`${LETTERS_AND_DIGITS}-_./`, NAME_BYTE);
add('0123456789ABCDEFabcdef:.', HEX_OR_COLON);
add('0123456789.', DIGIT_OR_DOT);
for (let byte = 0x80; byte < 0x100; byte++) {
  HEADER_BYTE[byte] = HOST_BYTE | TAG_BYTE;
}

function add(characters: string, kind: number): void {
  for (const byte of Buffer.from(characters)) HEADER_BYTE[byte] = (HEADER_BYTE[byte] ?? 0) | kind;
}
