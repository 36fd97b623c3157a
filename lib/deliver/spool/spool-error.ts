/** The spool cannot be used on this machine at present; the message says what to do. */
export class SpoolError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SpoolError';
  }
}
