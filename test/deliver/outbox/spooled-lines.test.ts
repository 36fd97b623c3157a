import { BatchEncoder } from '../../../lib/deliver/batch-encoder.ts';
import { Outbox } from '../../../lib/deliver/outbox/outbox.ts';
import { describeSpooled } from '../spool/spool-conformance.ts';
import { LineCarrier, lineForm } from './line-carrier.ts';
import { LineServer } from './line-server.ts';

describeSpooled('lines over TCP', async () => {
  const server = new LineServer();
  await server.listen();
  return {
    create: ({ queueBytes, ...context }) =>
      new Outbox(
        { name: 'bus', queue: { limitBytes: queueBytes } },
        { carrier: new LineCarrier(server.port), ...context },
      ),
    createEncoder: (context) => new BatchEncoder(context, lineForm),
    written: () => server.text,
    away: () => server.stop(),
    back: () => server.listen(),
    end: () => server.stop(),
  };
});
