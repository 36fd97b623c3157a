import { processLimit } from './process-limits.ts';

/** Node reads many modules at once: with fewer descriptors it fails somewhere among them. */
const LEAST_OPEN_FILES = 128;
/** V8 ends the process when it cannot reserve what it needs. */
const LEAST_ADDRESS_SPACE = 1.5 * 1024 ** 3;

/** The error message for a limit that is too low for any command; undefined if there is none. */
export function limitTooLow(limitOf = processLimit): string | undefined {
  const openFiles = limitOf('openFiles') ?? Number.POSITIVE_INFINITY;
  if (openFiles < LEAST_OPEN_FILES) {
    return `Cannot start with a limit of ${openFiles} open files: EMFILE; raise it (ulimit -n, LimitNOFILE=) to ${LEAST_OPEN_FILES} or more`;
  }
  const addressSpace = limitOf('addressSpace') ?? Number.POSITIVE_INFINITY;
  if (addressSpace < LEAST_ADDRESS_SPACE) {
    return `Cannot start with a limit of ${addressSpace} bytes of address space: ENOMEM; raise it (ulimit -v, LimitAS=) or remove it`;
  }
  return undefined;
}
