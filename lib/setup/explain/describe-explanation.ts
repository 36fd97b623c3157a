import { KERNEL_FEATURES } from '../kernel-version.ts';
import {
  BROADCAST_MAC,
  DEFAULT_DEVICE,
  DEFAULT_SOURCE_PORT,
  DEFAULT_TARGET_PORT,
  hasColon,
} from '../sender-settings.ts';
import type { ExplainedTarget, Explanation, ParameterProblem } from './explanation.ts';

/** Explanation of a string: the string with a mark below each problem, then one paragraph for each target. */
export function describeExplanation(
  input: string,
  { targets, problems }: Explanation,
): readonly string[] {
  const lines = [input, ...marks(problems)];
  for (const [index, target] of targets.entries()) {
    lines.push(`target ${index + 1}:`, ...describeTarget(target).map((line) => `  ${line}`));
  }
  return lines;
}

/** `character 12: bad target port "66666"; write a decimal number from 1 to 65535`. */
export function describeProblem({ at, kind, what, fix }: ParameterProblem): string {
  return `character ${at}: ${kind === 'warning' ? 'warning: ' : ''}${what}; ${fix}`;
}

function marks(problems: readonly ParameterProblem[]): string[] {
  if (problems.length === 0) return [];
  const line: string[] = [];
  for (const { at } of problems) line[at - 1] = '^';
  return [Array.from(line, (mark) => mark ?? ' ').join('')];
}

function describeTarget(target: ExplainedTarget): string[] {
  const { sourceAddress, device, address, mac } = target;
  const name = device ?? `${DEFAULT_DEVICE} (the default)`;
  const from = sourceAddress ?? `the first address of ${device ?? DEFAULT_DEVICE}`;
  const sourcePort = target.sourcePort ?? `${DEFAULT_SOURCE_PORT} (the default)`;
  const port = target.port ?? `${DEFAULT_TARGET_PORT} (the default)`;
  return [
    `format     ${describeFormat(target)}`,
    `interface  ${device !== undefined && hasColon(device) ? `the one with MAC address ${device} (Linux ${KERNEL_FEATURES.deviceMac.since})` : name}`,
    `from       ${from}, port ${sourcePort}`,
    `to         ${address ?? 'nobody: no readable address'}, port ${port}`,
    `next hop   ${describeMac(mac)}`,
  ];
}

function describeFormat({ extended, release }: ExplainedTarget): string {
  if (!extended) return 'basic: the text of the console, without level, number or host';
  const { extended: plus, release: r } = KERNEL_FEATURES;
  const withRelease = release ? `; each with the kernel release in front (Linux ${r.since})` : '';
  return `extended: level, number, time and fields of each message (Linux ${plus.since})${withRelease}`;
}

function describeMac(mac: string | undefined): string {
  if (mac === undefined || mac === BROADCAST_MAC) {
    const why = mac === undefined ? ', the default' : '';
    return `every machine of the segment (broadcast${why}); a relay behind a router needs the router's MAC address`;
  }
  return `${mac}, which must be the relay's own MAC address on the same segment, otherwise that of the router on the way`;
}
