import { expect } from 'chai';
import { FakeKernel } from '../../setup/here/fake-kernel.ts';
import type { Finding } from './find-all.ts';
import { hasNetwork, runInTopology } from './topology.ts';

interface Way {
  readonly target: string;
  readonly report: readonly string[];
  readonly failures?: readonly string[];
}

const ROUTER_MAC = '02:00:00:00:00:01';

function found(target: string, [device, source, hop, mac]: readonly string[]): string[] {
  const parameter = `netconsole=+6665@${source}/${device},6666@${target}/${mac}`;
  return [
    `target    ${target} port 6666`,
    `device    ${device}`,
    `source    ${source} port 6665`,
    `next hop  ${hop}`,
    ...(mac === undefined ? [] : [`mac       ${mac}`, `parameter ${parameter}`]),
  ];
}

const WAYS: readonly Way[] = [
  {
    target: '192.0.2.1',
    report: found('192.0.2.1', ['s0', '192.0.2.10', '192.0.2.1', ROUTER_MAC]),
  },
  {
    target: '198.51.100.7',
    report: found('198.51.100.7', ['s0', '192.0.2.10', '192.0.2.254', ROUTER_MAC]),
  },
  {
    target: '2001:db8::1',
    report: found('2001:db8::1', ['s0', '2001:db8::10', '2001:db8::1', ROUTER_MAC]),
  },
  {
    target: '2001:db8:1::7',
    report: found('2001:db8:1::7', ['s0', '2001:db8::10', '2001:db8::fe', ROUTER_MAC]),
  },
  {
    target: 'fe80::1%s0',
    report: found('fe80::1', ['s0', 'fe80::10', 'fe80::1', ROUTER_MAC]),
  },
  {
    target: '203.0.113.7',
    report: found('203.0.113.7', ['s0', '192.0.2.10', '192.0.2.99']),
    failures: [
      '192.0.2.99 does not answer on s0: no MAC address to send to; check cable, VLAN and address, or give --target-mac',
    ],
  },
  {
    target: '10.9.0.1',
    report: [
      ...found('10.9.0.1', ['s1', '10.9.0.10', '10.9.0.1', '02:00:00:00:00:09']).slice(0, 5),
      'warning   s1 belongs to br0: the kernel refuses it; give --device br0',
      'parameter netconsole=+6665@10.9.0.10/s1,6666@10.9.0.1/02:00:00:00:00:09',
    ],
  },
  {
    target: '192.0.2.10',
    report: [],
    failures: ['192.0.2.10 is an address of this machine; give that of the relay'],
  },
  {
    target: '172.16.0.1',
    report: [],
    failures: [
      'No route to 172.16.0.1: RTNETLINK answers: Network is unreachable; bring the interface up, add a route, or check the address',
    ],
  },
];

/** What `setup --here --json` printed for a target. */
function json(findings: readonly Finding[], target: string): unknown {
  const finding = findings.find((each) => each.target === target && each.way === 'json');
  return JSON.parse(finding?.stdout ?? '');
}

describe('the way to the relay', () => {
  let findings: readonly Finding[] = [];

  before(function () {
    this.timeout(180_000);
    if (!hasNetwork()) this.skip();
    const healthy = new FakeKernel();
    const { stdout, stderr, status } = runInTopology(
      [process.execPath, '--import', 'tsx', './find-all.ts'],
      { ...healthy.env, TARGETS: JSON.stringify(WAYS.map(({ target }) => target)) },
    );
    healthy.remove();
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    findings = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Finding);
  });

  for (const { target, report, failures = [] } of WAYS) {
    for (const way of ['node', 'dash', 'busybox sh']) {
      it(`to ${target} by ${way}`, () => {
        const finding = findings.find((each) => each.target === target && each.way === way);
        const stderr = (finding?.stderr ?? '').replaceAll(/^(?:netconsole: |note: .*\n)/gm, '');
        expect({ ...finding, stderr }).to.deep.equal({
          target,
          way,
          status: failures.length > 0 ? 111 : 0,
          stdout: report.map((line) => `${line}\n`).join(''),
          stderr: failures.map((line) => `${line}\n`).join(''),
        });
      });
    }
  }

  it('as JSON, with the form that is asked for', () => {
    expect(json(findings, '198.51.100.7')).to.deep.include({
      targets: [
        { address: '198.51.100.7', mac: ROUTER_MAC, device: 's0', sourceAddress: '192.0.2.10' },
      ],
      parameter: `+@192.0.2.10/s0,@198.51.100.7/${ROUTER_MAC}`,
      warnings: [],
      failures: [],
    });
    expect(json(findings, '203.0.113.7')).to.deep.include({
      forms: [],
      failures: WAYS[5]?.failures,
    });
    expect(json(findings, '10.9.0.1')).to.deep.include({
      warnings: ['s1 belongs to br0: the kernel refuses it; give --device br0'],
    });
  });
});
