import type { z } from 'zod';
import type { ListenAddress } from '../../source-config.ts';
import { parseListenAddress } from '../../listen-address.ts';
import { parsed } from '../words.ts';

/** The key `listen` of a kind of source, with its default. */
export function listenKey(byDefault: string): z.ZodType<ListenAddress> {
  return parsed(parseListenAddress, {
    form: `write address:port, such as ${byDefault.replace('[::]', '0.0.0.0')}`,
    title: 'address:port',
  })
    .prefault(byDefault)
    .describe(
      'Address and port. `[::]` receives both families (`0.0.0.0` where IPv6 is off); port 0 lets the system choose.',
    );
}
