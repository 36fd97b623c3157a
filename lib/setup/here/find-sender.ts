import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { senderScript } from '../forms/sender-script.ts';
import { hasColon, type SenderSettings, type TargetSettings } from '../sender-settings.ts';

/** The port of the discard service: nobody needs to listen there. */
const DISCARD_PORT = 9;

/** Findings of the form `script` about this machine. */
export interface FoundSender {
  /** 0, 111 when something is missing or could not be made. */
  readonly status: number;
  /** The report, a line for each finding. */
  readonly report: string;
  /** Failures and actions, a line each. */
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
  /** The settings with all that was found; of the targets without a way what was found of it. */
  readonly settings: SenderSettings;
}

/**
 * Runs the same script that other machines run, on this one; `isApplied`: also makes the targets. A datagram to each target
 * lets the kernel ask for the MAC address of the next hop, so that the script finds it and needs no ping or nc.
 */
export async function findSender(
  settings: SenderSettings,
  isApplied: boolean,
): Promise<FoundSender | { readonly impossible: string }> {
  const form = senderScript(settings);
  if ('impossible' in form) return form;
  await Promise.all(settings.targets.map(sendDatagram));
  const script = form.map(({ text }) => text).join('');
  const parameters = ['-c', script, 'netconsole-sender', ...(isApplied ? ['--apply'] : [])];
  const { stdout, stderr, status } = spawnSync('sh', parameters, { encoding: 'utf8' });
  return {
    status: status ?? 111,
    report: stdout,
    failures: stderr
      .replaceAll(/^netconsole: /gm, '')
      .split('\n')
      .filter((line) => line !== ''),
    warnings: [...stdout.matchAll(/^warning +(.*)$/gm)].map(([, text = '']) => text),
    settings: { ...settings, targets: readReport(settings.targets, stdout) },
  };
}

/** Resolves when it is sent. Errors are ignored: the script fails in the same way, and reports it. */
async function sendDatagram({ address, device }: TargetSettings): Promise<void> {
  const isLinkLocal = hasColon(address) && device !== undefined && /^fe[89ab]/.test(address);
  const host = isLinkLocal ? `${address}%${device}` : address;
  const socket = createSocket(hasColon(address) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.send('', DISCARD_PORT, host, () => resolve());
  });
  socket.close();
}

/** Each block of the report begins with the line of its target. */
function readReport(targets: readonly TargetSettings[], report: string): TargetSettings[] {
  const blocks = report.split(/^(?=target )/m);
  return targets.map((target) => {
    const block = blocks.find((each) => each.startsWith(`target    ${target.address} port `));
    const field = (name: string): string | undefined =>
      new RegExp(`^${name} +(\\S+)`, 'm').exec(block ?? '')?.[1];
    return {
      ...target,
      device: field('device'),
      sourceAddress: field('source'),
      mac: field('mac'),
    };
  });
}
