/**
 * The state of a host, from what is certain: its kernel reported a panic (`crashed`), a shutdown (`down`) or the end of its network logging
 * (`stopped`); it sent heartbeats and does so no more (`silent`); else `up`. The index of a word is its number in messages between threads.
 */
export const HOST_STATES = ['up', 'crashed', 'down', 'stopped', 'silent'] as const;
export type HostState = (typeof HOST_STATES)[number];
