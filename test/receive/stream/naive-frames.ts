/** A message as a reader passes it on, without the newline after it. */
export interface Frame {
  readonly text: string;
  readonly isTruncated: boolean;
}

/** The messages of a whole stream by the text of the rules, one character a byte; nothing of it is shared with the program. */
export function naiveFrames(stream: string, framing: string, max: number): Frame[] {
  const frames: Frame[] = [];
  const add = (text: string, isCut = false): void => {
    const cut = text.slice(0, max).replace(/\0+$/, '');
    frames.push({
      text: cut.endsWith('\n') ? cut.slice(0, -1) : cut,
      isTruncated: isCut || text.length > max,
    });
  };
  const counted = framing === 'auto' ? /^([1-9]\d{0,7}) (?=<)/ : /^([1-9]\d{0,7}) /;
  for (let rest = stream; rest !== '';) {
    const header = framing === 'newline' ? null : counted.exec(rest);
    if (header !== null) {
      const body = rest.slice(header[0].length);
      const length = Number(header[1]);
      const text = body.slice(0, length);
      // Nothing is passed on of a frame that ends with its header.
      if (text !== '') add(text, text.length < length);
      rest = body.slice(length).replace(/^\r*[\n\0]?/, '');
      continue;
    }
    const line = /^([^\n\0]*)([\n\0]?)/.exec(rest);
    const [all = '', text = '', end] = line ?? [];
    add(end === '\n' ? text.replace(/\r$/, '') : text);
    rest = rest.slice(all.length);
  }
  return frames;
}
