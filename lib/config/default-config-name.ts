/** Shown instead of the name of a file. */
export const DEFAULT_CONFIG_NAME = 'embedded default';
