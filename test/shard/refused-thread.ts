/** The entry of a thread that fails to start as one does without descriptors. */
throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', syscall: 'open' });
