import { spawnSync } from 'node:child_process';

/** Effect of this machine's firewall on datagrams to a UDP port, as far as its rules show. */
export interface FirewallVerdict {
  readonly kind: 'none' | 'accepts' | 'blocks' | 'unreadable';
  /** The rule or policy that decides, or why nothing could be read; for `none` empty. */
  readonly detail: string;
}

/** Programs that list rules; nft also lists those of iptables-nft and firewalld. */
const LISTINGS = [['nft', 'list', 'ruleset'], ['iptables-save'], ['ip6tables-save']] as const;

/** Reads the rules with the programs that are there. */
export function readFirewall(port: number): FirewallVerdict {
  const verdicts: FirewallVerdict[] = [];
  for (const [program, ...parameters] of LISTINGS) {
    const { status, stdout, stderr, error } = spawnSync(program, parameters, {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
    });
    if (error !== undefined) continue;
    if (status === 0) verdicts.push(judgeRules(stdout, port));
    else verdicts.push({ kind: 'unreadable', detail: `${program}: ${stderr.trim()}` });
  }
  const worst = (['blocks', 'unreadable', 'accepts'] as const)
    .map((kind) => verdicts.find((verdict) => verdict.kind === kind))
    .find((verdict) => verdict !== undefined);
  if (worst !== undefined) return worst;
  return verdicts.length > 0
    ? { kind: 'none', detail: '' }
    : { kind: 'unreadable', detail: 'neither nft nor iptables-save is installed' };
}

/**
 * Judges the listing of nft or iptables-save: an input chain that drops by its policy, or by a rule without condition, blocks
 * the port unless a rule names the port and accepts.
 */
export function judgeRules(listing: string, port: number): FirewallVerdict {
  const lines = listing.split('\n').map((line) => line.trim());
  const accept = lines.find((line) => acceptsPort(line, port));
  if (accept !== undefined) return { kind: 'accepts', detail: accept };
  const block = blockingLine(lines);
  return block === undefined ? { kind: 'none', detail: '' } : { kind: 'blocks', detail: block };
}

function acceptsPort(line: string, port: number): boolean {
  const isAccept = /\baccept\b|-j ACCEPT/.test(line) && !/\btcp dport|-p tcp\b/.test(line);
  const ports = /dports? (?:\{([^}]*)\}|(\S+))/.exec(line);
  if (!isAccept || ports === null) return false;
  return (ports[1] ?? ports[2] ?? '').split(',').some((range) => {
    const [from = 0, to = from] = range.trim().split(/[-:]/).map(Number);
    return port >= from && port <= to;
  });
}

/** The line that drops what reached the end of an input chain. */
function blockingLine(lines: readonly string[]): string | undefined {
  let isInput = false;
  for (const line of lines) {
    if (/^:INPUT (?:DROP|REJECT)\b/.test(line)) return line;
    if (/^-A INPUT -j (?:DROP|REJECT)\b/.test(line)) return line;
    if (/^chain\b/.test(line)) isInput = false;
    if (/\bhook input\b/.test(line)) {
      isInput = true;
      if (/\bpolicy drop\b/.test(line)) return line;
    }
    if (isInput && /^(?:counter(?: packets \d+ bytes \d+)? )?(?:drop|reject)\b/.test(line))
      return line;
  }
  return undefined;
}
