/** Text without what differs between two crashes of one bug: addresses, numbers, IPv4 addresses, devices. */
export function normaliseText(text: string): string {
  return plain(text)
    .replaceAll(/\b0x[0-9a-f]+\b/gi, 'ADDR')
    .replaceAll(/\+ADDR(?:\/ADDR)?/g, '')
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'IP')
    .replace(/(waiting for )\S+/, '$1DEV')
    .replaceAll(/\b[\w/.-]+\.[chS]:\d+\b/g, 'FILE:LINE')
    .replaceAll(/(?<![\w.])\d+(?![\w.])/g, 'NUM');
}

/** Text without addresses of the kernel. */
export function plain(text: string): string {
  return text.replaceAll(/\b(?:0x)?[0-9a-f]{12,16}\b/g, 'ADDR');
}
