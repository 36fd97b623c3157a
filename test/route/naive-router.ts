import ipaddr from 'ipaddr.js';
import type { Config } from '../../lib/config/config.ts';
import type { Condition, RouteConfig } from '../../lib/route/route-config.ts';
import { FACILITIES, SEVERITIES } from '../../lib/event/facility-severity.ts';
import type { Subject } from './event-on.ts';

/** Which destinations get an event, read off the configuration in the plainest way. */
export function routeNaively(config: Config, subject: Subject): string[] {
  const { taken } = takeLevel(config.routes, subject, config.sources[subject.listener]?.name ?? '');
  return [...new Set(taken)];
}

interface Taken {
  readonly isTaken: boolean;
  readonly taken: string[];
}

function takeLevel(routes: readonly RouteConfig[], subject: Subject, listener: string): Taken {
  for (const isFallback of [false, true]) {
    const taken: string[] = [];
    let isTaken = false;
    for (const route of routes.filter(({ fallback }) => fallback === isFallback)) {
      const result = takeRoute(route, subject, listener);
      taken.push(...result.taken);
      isTaken ||= result.isTaken;
      if (result.isTaken && route.final) break;
    }
    if (isTaken) return { isTaken, taken };
  }
  return { isTaken: false, taken: [] };
}

function takeRoute(route: RouteConfig, subject: Subject, listener: string): Taken {
  const isFrom = route.from?.includes(listener) ?? true;
  if (!isFrom || (route.when !== undefined && !holds(route.when, subject, listener))) {
    return { isTaken: false, taken: [] };
  }
  if (route.routes.length === 0) return { isTaken: true, taken: [...route.to] };
  const below = takeLevel(route.routes, subject, listener);
  return { isTaken: below.isTaken || route.to.length > 0, taken: [...route.to, ...below.taken] };
}

function holds(condition: Condition, subject: Subject, listener: string): boolean {
  const facility = FACILITIES[subject.facility > 23 ? 1 : subject.facility];
  const severity = SEVERITIES[subject.severity < 0 ? 4 : subject.severity];
  const appName = appNameOf(subject);
  const results = [
    condition.format?.includes(subject.format),
    condition.listener?.includes(listener),
    condition.facility?.some((each) => each === facility),
    condition.severity?.some((each) => each === severity),
    condition.host?.some((glob) => fits(glob, subject.host)),
    condition.appName?.some((glob) => appName !== undefined && fits(glob, appName)),
    condition.source?.some((block) => isIn(block, subject.address)),
    condition.message === undefined || hasText(condition.message, subject.message),
    condition.all?.every((each) => holds(each, subject, listener)),
    condition.any?.some((each) => holds(each, subject, listener)),
    condition.not === undefined || !holds(condition.not, subject, listener),
  ];
  return !results.includes(false);
}

function appNameOf({ format, facility, appName }: Subject): string | undefined {
  if (format.startsWith('rfc')) return appName;
  return format.startsWith('netconsole') && facility === 0 ? 'kernel' : undefined;
}

function hasText(message: NonNullable<Condition['message']>, text: string): boolean {
  return 'contains' in message
    ? text.includes(message.contains)
    : expressionOf(message.matches).test(text);
}

function fits(glob: string, text: string): boolean {
  return expressionOf(`^${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`).test(text);
}

const expressions = new Map<string, RegExp>();

function expressionOf(source: string): RegExp {
  const expression = expressions.get(source) ?? new RegExp(source, 'u');
  expressions.set(source, expression);
  return expression;
}

/** Answers by block and address: few of both come again and again. */
const answers = new Map<string, boolean>();

function isIn(block: string, address: string): boolean {
  const question = `${block} ${address}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  const [base, bits] = ipaddr.parseCIDR(block);
  const parsed = ipaddr.process(address);
  const answer = parsed.kind() === base.kind() && parsed.match(base, bits);
  answers.set(question, answer);
  return answer;
}
