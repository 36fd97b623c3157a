import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { describeHolder } from '../setup/doctor/describe-holder.ts';
import { findPortHolder } from '../setup/doctor/port-holder.ts';
import { errorText } from '../system/error-text.ts';
import { formatEndpoint } from '../system/socket-address.ts';
import { CommandError, REFUSED, refused, systemCode } from './command-error.ts';
import type { UdpTarget } from './udp-target.ts';

/** Asked for; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 32 * 1024 * 1024;

/** Binds a UDP socket. Throws CommandError; for a port that is taken it says by which process. `option`: what chooses another port. */
export async function listenUdp(
  { type, address, port }: UdpTarget,
  option: string,
): Promise<Socket> {
  const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
  try {
    socket.bind({ address, port });
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    const what = `Cannot bind UDP socket to ${formatEndpoint({ address, port })}`;
    if (systemCode(error) === 'EADDRINUSE') {
      const holder = describeHolder(findPortHolder(port), option);
      throw new CommandError(`${what}: ${errorText('EADDRINUSE')}; ${holder}`, REFUSED, error);
    }
    throw refused(what, error, {
      EACCES: 'choose a port above 1023 or grant CAP_NET_BIND_SERVICE',
      EADDRNOTAVAIL: 'choose an address of this machine, or 0.0.0.0',
    });
  }
}
