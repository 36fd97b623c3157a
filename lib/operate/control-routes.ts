import type { IncomingMessage, ServerResponse } from 'node:http';
import { healthReply, readyReply } from './health.ts';
import { HOST_ORDERS, type HostOrder } from './hosts.ts';
import type { MonitoredRelay } from './monitored-relay.ts';
import { jsonReply, textReply, type Reply } from './reply.ts';
import type { SpoolControl } from './spool-control.ts';
import { readStatus, type ProcessFacts } from './status.ts';
import { MAX_SUBSCRIBERS, type Subscribers } from './subscribers.ts';

/** What requests on the control socket are answered from. */
export interface ControlContext {
  readonly relay: MonitoredRelay;
  readonly facts: ProcessFacts;
  readonly subscribers: Subscribers;
  /** Absent: the relay has no spool. */
  readonly spool?: SpoolControl | undefined;
}

/**
 * Answers one request on the control socket:
 *
 *   GET /status?order=&limit=&files=     GET /tail?form=&host=&severity=&grep=
 *   GET /healthz, /readyz                GET /spool, DELETE /spool/NAME
 *
 * Undefined if the response is a stream that has begun.
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  context: ControlContext,
): Promise<Reply | undefined> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const words = new URLSearchParams(query);
  const [, first = '', name] = path.split('/');
  if (request.method === 'DELETE' && first === 'spool' && name !== undefined) {
    return dropSpool(name, context);
  }
  if (request.method !== 'GET') return textReply(405, 'only GET is answered');
  switch (first) {
    case 'status':
      return statusReply(words, context);
    case 'tail':
      return tail(words, response, context);
    case 'spool':
      return jsonReply(200, context.spool?.summaries() ?? []);
    case 'healthz':
      return healthReply(context.relay);
    case 'readyz':
      return readyReply(context.relay);
    default:
      return textReply(404, 'there are /status, /tail, /spool, /healthz and /readyz');
  }
}

async function statusReply(words: URLSearchParams, context: ControlContext): Promise<Reply> {
  const order = HOST_ORDERS.find((each) => each === (words.get('order') ?? HOST_ORDERS[0]));
  const limit = Number(words.get('limit') ?? Number.POSITIVE_INFINITY);
  if (order === undefined || !(limit >= 0)) {
    return textReply(400, `order is one of ${HOST_ORDERS.join(', ')}, limit a number`);
  }
  const question = {
    order: order satisfies HostOrder,
    limit,
    withFiles: words.get('files') === '1',
  };
  const { relay, facts, spool } = context;
  return jsonReply(200, await readStatus(relay, facts, question, spool));
}

async function tail(
  words: URLSearchParams,
  response: ServerResponse,
  { subscribers }: ControlContext,
): Promise<Reply | undefined> {
  // Loaded when it is first needed: with it comes a library for regular expressions.
  const { conditionOf } = await import('./tail-request.ts');
  const when = conditionOf({
    hosts: words.getAll('host'),
    severity: words.get('severity') ?? undefined,
    grep: words.get('grep') ?? undefined,
  });
  if (typeof when === 'string') return textReply(400, when);
  if (subscribers.isFull) {
    return textReply(503, `${MAX_SUBSCRIBERS} others read live events; end one of them`);
  }
  await subscribers.serve({ when, form: words.get('form') === 'json' ? 'json' : 'text' }, response);
  return undefined;
}

async function dropSpool(destination: string, { spool, relay }: ControlContext): Promise<Reply> {
  if (spool === undefined) return textReply(404, 'the relay has no spool');
  const isKnown =
    relay.config.destinations.some(({ name }) => name === destination) ||
    spool.summaries().some((each) => each.destination === destination);
  if (!isKnown) return textReply(404, `no destination has the name ${destination}`);
  const dropped = await spool.drop(destination);
  if (dropped !== undefined) return jsonReply(200, dropped);
  const fix = 'remove it from the configuration and reload, or stop the relay, first';
  return textReply(409, `destination ${destination} is in use and delivers its events; ${fix}`);
}
