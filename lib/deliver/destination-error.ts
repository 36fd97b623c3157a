/** A destination cannot be made as it is configured on this machine; the message says what to do. */
export class DestinationError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DestinationError';
  }
}
