import { z } from 'zod';
import type { RouteConfig } from '../../route/route-config.ts';
import { conditionSchema } from './condition.ts';
import { flag, oneOrList, section } from './words.ts';

const TO_FORM = 'write a list of names of destinations';
const FROM_FORM = 'write a list of names of sources';

const destinations = z
  .union(
    [
      z.string().meta({ title: 'name' }),
      z.array(z.string({ error: TO_FORM }).meta({ title: 'name' })),
    ],
    { error: TO_FORM },
  )
  .transform((value): readonly string[] => (Array.isArray(value) ? value : [value]));

/** One route; nested ones see what it lets through. */
const routeSchema: z.ZodType<RouteConfig> = section({
  when: conditionSchema
    .optional()
    .describe('Conditions, all of which must hold. All events if absent.'),
  from: oneOrList(z.string({ error: FROM_FORM }).meta({ title: 'name' }), FROM_FORM)
    .optional()
    .describe('Names of sources; all when absent.'),
  to: destinations.optional().describe('Names of destinations; an empty list discards.'),
  final: flag()
    .prefault(false)
    .describe('Whether events that this route takes skip later routes of the same level.'),
  fallback: flag()
    .prefault(false)
    .describe(
      'Whether this route is used only for events that no other route of the same level took.',
    ),
  get routes(): z.ZodPrefault<z.ZodType<readonly RouteConfig[]>> {
    return routesSchema
      .prefault([])
      .describe(
        'Routes for the events that match this one. Such an event counts as taken if this route has destinations, or one of these routes took it.',
      );
  },
})
  .refine(({ to, routes }) => to !== undefined || routes.length > 0, {
    error: 'the route leads nowhere',
    params: { hint: 'name destinations in `to`; an empty list discards what matches' },
  })
  .transform(({ when, from, to, final, fallback, routes }) => ({
    when,
    from,
    to: to ?? [],
    final,
    fallback,
    routes,
  }));

export const routesSchema: z.ZodType<readonly RouteConfig[]> = z
  .array(routeSchema, { error: 'write a list of routes, each with `to`' })
  .meta({ id: 'routes' });
