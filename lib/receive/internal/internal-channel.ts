/** The broadcast channel on which the lines of the relay's own log reach the thread that reads sources of type `internal`. */
export const INTERNAL_CHANNEL = 'netconsole-relay own log';
