import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { freeTcpPort } from '../../servers/free-port.ts';
import { SyslogNg } from '../../servers/syslog-ng.ts';
import { describeSpooled } from '../spool/spool-conformance.ts';
import { syslogConfig } from './syslog-config.ts';

describeSpooled('rfc5424 over TCP to syslog-ng', async () => {
  const port = await freeTcpPort();
  const server =
    await SyslogNg.start(`options { keep-hostname(yes); flush-lines(1); log-msg-size(262144); };
source s { syslog(transport("tcp") ip("127.0.0.1") port(${port})); };
destination d { file("DIR/all.log" template("$MSG\\n")); };
log { source(s); destination(d); flags(flow-control); };`);
  const config = syslogConfig([{ transport: 'tcp', host: '127.0.0.1', port }], {
    resendWindowBytes: 0,
  });
  let isAway = false;
  return {
    create: ({ queueBytes, ...options }) =>
      createDestination(config, { queue: { limitBytes: queueBytes }, ...options }),
    createEncoder: (context) => createEncoder(config, context),
    written: () => server.settledFile('all.log'),
    away: async () => {
      isAway = true;
      await server.halt();
    },
    back: async () => {
      isAway = false;
      await server.restart();
    },
    end: async () => {
      if (isAway) await server.restart();
      await server.stop();
    },
  };
});
