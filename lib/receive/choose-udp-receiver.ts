import type { UdpSourceConfig } from '../config/source-config.ts';
import { loadSystemCalls, type SystemCalls } from '../system/system-calls.ts';
import { DgramReceiver } from './dgram/dgram-receiver.ts';
import type { Receiver, ReceiverContext } from './receiver.ts';
import { DescriptorReceiver } from './udp/descriptor-receiver.ts';

/**
 * The fastest receiver this machine has: recvmmsg(2), or Node's own `dgram` where that cannot be called. The environment variable
 * NETCONSOLE_RELAY_RECEIVER=dgram asks for the latter. Says which when it is not the first.
 */
export function chooseUdpReceiver({
  shards,
  log,
  activated,
}: ReceiverContext): Receiver<UdpSourceConfig> {
  let calls: SystemCalls | undefined;
  let why = 'NETCONSOLE_RELAY_RECEIVER asks for it';
  if (process.env['NETCONSOLE_RELAY_RECEIVER'] !== 'dgram') {
    try {
      calls = loadSystemCalls();
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
  }
  if (calls !== undefined) return new DescriptorReceiver(calls, shards, activated);
  log.warn(`receiving with dgram, several times slower than recvmmsg: ${why}`);
  if (shards > 1) log.warn('dgram cannot share a port: running one shard');
  return new DgramReceiver(activated);
}
