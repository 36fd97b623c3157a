/** A destination cannot be made as it is configured on this machine; the message says what to do. */
export class DestinationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DestinationError';
  }
}
