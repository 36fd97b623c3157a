import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** What /proc/net/udp says of a bound port; sums over its sockets. */
export interface UdpPort {
  readonly waitingBytes: number;
  /** Datagrams dropped because a receive buffer was full. */
  readonly drops: number;
}

/** Undefined when nothing is bound to the port. */
export function readUdpPort(port: number): UdpPort | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let found: UdpPort | undefined;
  for (const file of ['/proc/net/udp', '/proc/net/udp6']) {
    for (const line of readTable(file)) {
      const fields = line.trim().split(/\s+/);
      const [, local = '', , , queues = '', ...rest] = fields;
      if (!local.endsWith(suffix)) continue;
      found = {
        waitingBytes: (found?.waitingBytes ?? 0) + Number.parseInt(queues.split(':')[1] ?? '0', 16),
        drops: (found?.drops ?? 0) + Number(rest.at(-1)),
      };
    }
  }
  return found;
}

export async function findFreePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

function readTable(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
