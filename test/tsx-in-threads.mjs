// Makes TypeScript files load in every thread of a test run: on Node 20 `--import tsx` does so in the main thread only.
import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

if (isMainThread) await import('tsx');
else register();
