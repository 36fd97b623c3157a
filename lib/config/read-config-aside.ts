import { ConfigError } from './config-error.ts';
import { startThread } from '../system/start-thread.ts';
import type { ConfigAnswer, ConfigRequest } from './config-thread.ts';
import type { FoundConfig } from './find-config.ts';

/**
 * Finds and reads the configuration as `findConfig` does, in a thread that ends afterwards: what reading takes (the YAML
 * parser, the schema; 25 MB) is not kept for the years a relay runs. Rejects with a ConfigError.
 */
export function readConfigAside(named: string | undefined): Promise<FoundConfig> {
  const request: ConfigRequest = { named };
  return new Promise((resolve, reject) => {
    const worker = startThread(import.meta.url, './config-thread', {
      name: 'configuration',
      workerData: request,
    });
    let answer: ConfigAnswer | undefined;
    worker.on('message', (message: ConfigAnswer) => {
      answer = message;
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      if (answer?.kind === 'found') resolve(answer.found);
      else if (answer?.kind === 'wrong') reject(new ConfigError(answer.problems));
      else reject(new Error('the thread that reads the configuration ended without an answer'));
    });
  });
}
