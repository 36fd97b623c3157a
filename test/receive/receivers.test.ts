import { expect } from 'chai';
import type { Config } from '../../lib/config/config.ts';
import { load } from '../config/load-text.ts';
import { ActivatedSockets } from '../../lib/receive/activated-sockets.ts';
import { RECEIVERS, Receivers } from '../../lib/receive/receivers.ts';
import { LogRecord } from '../deliver/log-record.ts';
import { openUdpReceiver } from '../commands/udp-receiver.ts';

function listeningOn(...addresses: readonly string[]): Config {
  const sources = addresses.map((listen, index) => `s${index}: { type: udp, listen: "${listen}" }`);
  return load(`sources: { ${sources.join(', ')} }\ndestinations: { a: { type: stdout } }`);
}

describe('Receivers', () => {
  const before = process.env['NETCONSOLE_RELAY_RECEIVER'];
  afterEach(() => {
    if (before === undefined) delete process.env['NETCONSOLE_RELAY_RECEIVER'];
    else process.env['NETCONSOLE_RELAY_RECEIVER'] = before;
  });

  for (const choice of ['recvmmsg', 'dgram'] as const) {
    it(`name every address that is refused, and open none of the others, with ${choice}`, async () => {
      process.env['NETCONSOLE_RELAY_RECEIVER'] = choice;
      const taken = await openUdpReceiver();
      const receivers = new Receivers(RECEIVERS, {
        shards: 1,
        log: new LogRecord(),
        activated: new ActivatedSockets(),
      });
      const config = listeningOn(taken.to, '127.0.0.1:0', '192.0.2.1:5555');
      const error = await receivers.open(config).catch((reason: unknown) => reason);
      taken.close();
      receivers.close();
      expect((error as Error).message.split('\n')).to.deep.equal([
        `Cannot bind UDP socket to ${taken.to}: EADDRINUSE (address already in use); another program listens there: stop it, or choose another port`,
        'Cannot bind UDP socket to 192.0.2.1:5555: EADDRNOTAVAIL (no such address on this machine); choose an address of this machine, or 0.0.0.0',
      ]);
      expect(error).to.include({ code: 'several' });
    });
  }

  it('name an interface that does not exist', async () => {
    process.env['NETCONSOLE_RELAY_RECEIVER'] = 'recvmmsg';
    const receivers = new Receivers(RECEIVERS, {
      shards: 1,
      log: new LogRecord(),
      activated: new ActivatedSockets(),
    });
    const error = await receivers.open(listeningOn('[fe80::1%nope0]:1')).catch((reason) => reason);
    expect((error as Error).message).to.equal(
      'Cannot bind UDP socket to [fe80::1%nope0]:1: ENODEV (no such device); name an interface of this machine after the %',
    );
  });
});
