/** A source cannot be opened as it is configured: the operator must change the configuration or its environment. */
export class SourceError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SourceError';
  }
}
