import { expect } from 'chai';
import {
  assert,
  boolean,
  constantFrom,
  dictionary,
  integer,
  option,
  property,
  record,
  string,
  type Arbitrary,
} from 'fast-check';
import type { DestinationConfig } from '../../lib/config/destination-config.ts';
import type { Config } from '../../lib/config/config.ts';
import { defaultConfig } from '../../lib/config/default-config.ts';
import { printConfig } from '../../lib/config/print-config.ts';
import { configWithRoutes, DESTINATIONS } from './arbitrary-config.ts';
import { load } from './load-text.ts';

/** Text that means something to YAML, to templates or to references. */
const text = constantFrom('640', 'true', '~', 'x: y', ' é', '${HOST}', '$$', 'a#b', '- x', "'");

const file: Arbitrary<Partial<DestinationConfig>> = record({
  mode: integer({ min: 0, max: 0o777 }),
  template: option(text, { nil: undefined }),
  owner: option(constantFrom('root', '0', '640'), { nil: undefined }),
  flushIntervalMs: integer({ min: 0, max: 60_000 }),
  queueBytes: integer({ min: 65_536, max: 2 ** 36 }),
  fsync: boolean(),
});

const source = record({
  receiveBufferBytes: integer({ min: 4096, max: 2 ** 30 }),
  allow: option(constantFrom(['192.0.2.0/24'], ['::1', '10.0.0.0/8']), { nil: undefined }),
  ratePerSource: option(integer({ min: 1, max: 1_000_000_000 }), { nil: undefined }),
  keepHostname: constantFrom(true, false, ['192.0.2.0/24']),
  zone: constantFrom('local', '+01:00', 'Europe/Berlin'),
  defaultSeverity: integer({ min: 0, max: 7 }),
  reorderWaitMs: integer({ min: 0, max: 60_000 }),
  fragmentTimeoutMs: integer({ min: 100, max: 600_000 }),
});

const anyConfig = record({
  config: configWithRoutes(1),
  file,
  source,
  screenTemplate: option(text, { nil: undefined }),
  names: dictionary(constantFrom('192.0.2.1', '2001:db8::1'), constantFrom('web1', '1', 'null')),
  userdata: option(
    string({ unit: constantFrom('a', '1', '#') as Arbitrary<string>, minLength: 1 }),
    { nil: undefined },
  ),
  dns: constantFrom(true, false, 'forward-confirmed' as const),
  silentAfterMs: option(integer({ min: 1000, max: 43_200_000 }), { nil: undefined }),
  drainTimeoutMs: integer({ min: 0, max: 3_600_000 }),
}).map(({ config, file: settings, source: sourceSettings, screenTemplate, ...top }): Config => ({
  ...config,
  sources: config.sources.map((each) => ({ ...each, ...sourceSettings })),
  hosts: {
    names: top.names,
    userdata: top.userdata,
    dns: top.dns,
    silentAfterMs: top.silentAfterMs,
  },
  destinations: config.destinations.map((each) =>
    each.name === DESTINATIONS[0]
      ? {
          type: 'stdout',
          name: each.name,
          format: screenTemplate === undefined ? 'json' : 'text',
          template: screenTemplate,
          queueBytes: 65_536,
        }
      : ({ ...each, ...settings } as DestinationConfig),
  ),
  drainTimeoutMs: top.drainTimeoutMs,
}));

describe('printConfig', () => {
  it('prints what loads again to the same configuration', () => {
    assert(
      property(anyConfig, (config) => {
        expect(load(printConfig(config))).to.deep.equal(config);
      }),
    );
  });

  it('prints references in values so that they stay what they are', () => {
    const config = defaultConfig();
    const message = { contains: '${env:HOME} $${file:/x}' };
    const routes = config.routes.map((route) => ({ ...route, when: { message } }));
    expect(load(printConfig({ ...config, routes })).routes).to.deep.equal(routes);
  });

  it('writes units and words', () => {
    const printed = printConfig(defaultConfig());
    expect(printed).to.contain('listen: "[::]:6666"');
    expect(printed).to.contain('receiveBuffer: 32MiB');
    expect(printed).to.contain('flushInterval: 250ms');
    expect(printed).to.contain('mode: "0640"');
    expect(printed).to.contain('defaultSeverity: warning');
  });
});
