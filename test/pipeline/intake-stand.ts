import type { UdpSourceConfig } from '../../lib/config/source-config.ts';
import { udpSources } from '../config/udp-sources.ts';
import { PROBLEMS } from '../../lib/event/problem.ts';
import { createSourceCounts } from '../../lib/observe/counters.ts';
import type { LifeSettings } from '../../lib/pipeline/host-lives.ts';
import type { ReportExits } from '../../lib/pipeline/sender-reports.ts';
import { Intake } from '../../lib/pipeline/intake.ts';
import { Naming, type NameSettings } from '../../lib/senders/naming.ts';
import { createListener } from '../../lib/pipeline/create-listener.ts';
import { SenderKey } from '../../lib/senders/sender-key.ts';

const NO_NAMES: NameSettings = {
  names: new Map(),
  userdata: undefined,
  dns: false,
  scopes: new Map(),
};

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString();
}

/** An intake that notes each event as `host (claimed): message`, and its problems. */
export function createIntake(
  settings: Partial<NameSettings>,
  overrides: Partial<UdpSourceConfig> = {},
  reports?: ReportExits,
  life?: LifeSettings,
) {
  const source = { ...(udpSources()[0] as UdpSourceConfig), ...overrides };
  const events: string[] = [];
  const counts = createSourceCounts();
  const problems: string[][] = [];
  const asked: string[] = [];
  const naming = new Naming({ ...NO_NAMES, ...settings }, (address) => asked.push(address));
  const intake = new Intake(source, {
    listener: createListener(source, 0, source.listen.port),
    counts,
    naming,
    reports,
    life,
    outlet: {
      take: (view) => {
        const { claimedHostStart: start, claimedHostEnd: end } = view;
        problems.push(PROBLEMS.filter((_, bit) => (view.problems & (1 << bit)) !== 0));
        const claimed = start < 0 ? '' : ` (${text(view.bytes, start, end)})`;
        events.push(
          `${view.host.text}${claimed}: ${text(view.text, view.textStart, view.textEnd)}`,
        );
      },
    },
  });
  const key = new SenderKey();
  const hear = (address: string, payload: string, atMs = 0, port = 6665): void => {
    const bytes = Buffer.from(payload);
    key.setFromText(address, port, Number);
    intake.announce(1);
    intake.expire(atMs);
    const receivedUs = 1e15 + atMs * 1000;
    intake.datagram(
      { bytes, start: 0, end: bytes.length, receivedUs, isTruncated: false, isPlain: false },
      key,
      atMs,
    );
  };
  return { naming, intake, events, counts, problems, asked, hear };
}
