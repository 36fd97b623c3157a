import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDestination } from '../../../lib/deliver/destination-kinds.ts';
import { createEncoder } from '../../../lib/deliver/encoder-kinds.ts';
import { freeTcpPort, freeUdpPort } from '../../servers/free-port.ts';
import { SyslogNg } from '../../servers/syslog-ng.ts';
import { describeDestination, type DestinationStand } from '../conformance.ts';
import { LogRecord } from '../log-record.ts';
import { syslogConfig } from './syslog-config.ts';

const OPTIONS = 'options { keep-hostname(yes); flush-lines(1); log-msg-size(262144); };';

/** A stand with a syslog-ng that writes the text of messages to one file. */
async function syslogNgStand(
  source: string,
  config: ReturnType<typeof syslogConfig>,
): Promise<DestinationStand> {
  const server = await SyslogNg.start(`${OPTIONS}
source s { ${source} };
destination d { file("DIR/all.log" template("$MSG\\n")); };
log { source(s); destination(d); flags(flow-control); };`);
  const destination = await createDestination(config, { log: new LogRecord() });
  let isAway = false;
  return {
    destination,
    createEncoder: (context) => createEncoder(config, context),
    // Its reader confirms before its writer has written.
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
}

/** Settings for a small queue, in which a large event must fit. */
const SMALL = { resendWindowBytes: 4096, maxMessageBytes: 256 * 1024 };

describeDestination('rfc5424 over TCP to syslog-ng', async ({ queueBytes }) => {
  const port = await freeTcpPort();
  const config = syslogConfig([{ transport: 'tcp', host: '127.0.0.1', port }], {
    queueBytes,
    ...SMALL,
  });
  return syslogNgStand(`syslog(transport("tcp") ip("127.0.0.1") port(${port}));`, config);
});

const unixPath = (): string => join(tmpdir(), `netconsole-relay-${randomUUID()}`);

describeDestination('rfc3164 over a unix stream to syslog-ng', async ({ queueBytes }) => {
  const path = unixPath();
  const config = syslogConfig([{ transport: 'unix-stream', path }], {
    queueBytes,
    ...SMALL,
    format: 'rfc3164',
    framing: 'newline',
  });
  return syslogNgStand(`unix-stream("${path}" flags(expect-hostname));`, config);
});

const MAX_DATAGRAM = 65_507;

describeDestination('rfc3164 over UDP to syslog-ng', async ({ queueBytes }) => {
  const port = await freeUdpPort();
  const config = syslogConfig([{ transport: 'udp', host: '127.0.0.1', port }], {
    queueBytes,
    format: 'rfc3164',
  });
  const source = `network(transport("udp") ip("127.0.0.1") port(${port}));`;
  return { ...(await syslogNgStand(source, config)), cutsAt: MAX_DATAGRAM };
});

describeDestination('rfc5424 over unix datagrams to syslog-ng', async ({ queueBytes }) => {
  const path = unixPath();
  const config = syslogConfig([{ transport: 'unix-dgram', path }], { queueBytes });
  const source = `unix-dgram("${path}" flags(syslog-protocol));`;
  return { ...(await syslogNgStand(source, config)), cutsAt: MAX_DATAGRAM };
});
