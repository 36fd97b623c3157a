import type { MonitoredRelay } from './monitored-relay.ts';
import { textReply, type Reply } from './reply.ts';

/**
 * Whether the process works. Destinations never count: a relay that was restarted because Redis is away would lose its queue. The main thread has answered
 * by answering at all.
 */
export function healthReply({ isAlive }: Pick<MonitoredRelay, 'isAlive'>): Reply {
  return isAlive
    ? textReply(200, 'ok')
    : textReply(503, 'a receiving thread has not answered for 15 s');
}

/** Whether events are received: sockets bound, configuration in force, not stopping. */
export function readyReply({ isReady }: Pick<MonitoredRelay, 'isReady'>): Reply {
  return isReady ? textReply(200, 'ready') : textReply(503, 'not ready: starting or stopping');
}
