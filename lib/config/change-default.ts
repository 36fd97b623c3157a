import type { Config } from './config.ts';
import type { FileDestinationConfig } from './destination-config.ts';
import type { ListenAddress, UdpSourceConfig } from './source-config.ts';

/** Changes that the command line makes to the embedded default. */
export interface DefaultChanges {
  /** Addresses in place of those of the default; none: those of the default. */
  readonly listen: readonly ListenAddress[];
  /** A path template for all events; undefined: the two files of the default. */
  readonly path: string | undefined;
}

/** The embedded default `config` with other addresses, other files, or both. */
export function changeDefault(config: Config, { listen, path }: DefaultChanges): Config {
  return {
    ...config,
    ...(listen.length > 0 && { sources: sourcesAt(config, listen) }),
    ...(path !== undefined && filesAt(config, path)),
  };
}

function sourcesAt(
  { sources }: Config,
  listen: readonly ListenAddress[],
): readonly UdpSourceConfig[] {
  const [model] = sources.filter((source): source is UdpSourceConfig => source.type === 'udp');
  if (model === undefined) throw new Error('the embedded default has no UDP source');
  return listen.map((address, index) => {
    const sameBefore = listen.slice(0, index).filter(({ port }) => port === address.port).length;
    const suffix = sameBefore === 0 ? '' : `-${sameBefore + 1}`;
    return { ...model, name: `udp-${address.port}${suffix}`, listen: address };
  });
}

function filesAt({ destinations }: Config, path: string): Pick<Config, 'destinations' | 'routes'> {
  const [model] = destinations.filter(
    (destination): destination is FileDestinationConfig => destination.type === 'file',
  );
  if (model === undefined) throw new Error('the embedded default has no files');
  const everything = {
    when: undefined,
    from: undefined,
    to: ['files'],
    final: false,
    fallback: false,
    routes: [],
  };
  return { destinations: [{ ...model, name: 'files', path }], routes: [everything] };
}
