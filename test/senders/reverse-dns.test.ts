import { expect } from 'chai';
import { ReverseDns, type ReverseDnsLimits } from '../../lib/senders/reverse-dns.ts';

const LIMITS: ReverseDnsLimits = { maxAddresses: 3, keepMs: 1000, keepFailureMs: 100 };

function createDns(limits = LIMITS) {
  const asked: string[] = [];
  const found: string[] = [];
  const answers = new Map<string, (names: string[] | Error) => void>();
  const clock = { nowMs: 0 };
  const dns = new ReverseDns(
    {
      reverse: (address) =>
        new Promise((resolve, reject) => {
          asked.push(address);
          answers.set(address, (names) =>
            names instanceof Error ? reject(names) : resolve(names),
          );
        }),
      now: () => clock.nowMs,
      found: (address, name) => void found.push(`${address} ${name}`),
    },
    limits,
  );
  const answer = async (address: string, names: string[] | Error): Promise<void> => {
    answers.get(address)?.(names);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { dns, asked, found, answer, clock };
}

describe('ReverseDns', () => {
  it('tells the first name, without a final dot, and remembers it for a while', async () => {
    const { dns, asked, found, answer, clock } = createDns();
    dns.ask('192.0.2.1');
    dns.ask('192.0.2.1');
    await answer('192.0.2.1', ['web1.example.', 'other']);
    clock.nowMs = 999;
    dns.ask('192.0.2.1');
    expect(found).to.deep.equal(['192.0.2.1 web1.example', '192.0.2.1 web1.example']);
    clock.nowMs = 1000;
    dns.ask('192.0.2.1');
    expect(asked).to.deep.equal(['192.0.2.1', '192.0.2.1']);
  });

  it('remembers for a shorter while that there is no name', async () => {
    const { dns, asked, found, answer, clock } = createDns();
    dns.ask('192.0.2.1');
    await answer('192.0.2.1', new Error('ENOTFOUND'));
    clock.nowMs = 99;
    dns.ask('192.0.2.1');
    expect(asked).to.have.length(1);
    clock.nowMs = 100;
    dns.ask('192.0.2.1');
    expect([asked.length, found.length]).to.deep.equal([2, 0]);
  });

  it('asks for 32 at a time, and goes on when one is answered', async () => {
    const { dns, asked, answer } = createDns({ ...LIMITS, maxAddresses: 100 });
    for (let i = 0; i < 40; i++) dns.ask(`192.0.2.${i}`);
    expect(asked).to.have.length(32);
    await answer('192.0.2.0', ['a']);
    expect(asked).to.have.length(33);
  });

  it('remembers no more than its limit, the oldest go first', async () => {
    const { dns, asked, answer } = createDns();
    for (let i = 0; i < 4; i++) {
      dns.ask(`192.0.2.${i}`);
      await answer(`192.0.2.${i}`, ['name']);
    }
    dns.ask('192.0.2.3');
    dns.ask('192.0.2.0');
    expect(asked).to.deep.equal(['192.0.2.0', '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.0']);
  });

  it('leaves answers to what was asked before it was cleared alone, and asks anew', async () => {
    const { dns, asked, found, answer } = createDns({ ...LIMITS, maxAddresses: 100 });
    for (let i = 0; i < 35; i++) dns.ask(`192.0.2.${i}`);
    dns.clear();
    await answer('192.0.2.1', ['name']);
    expect([asked.length, found]).to.deep.equal([32, []]);
    dns.ask('192.0.2.1');
    // Also of what is still on its way.
    dns.ask('192.0.2.2');
    expect(asked.slice(32)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
    await answer('192.0.2.1', ['another']);
    await answer('192.0.2.2', ['too']);
    expect(found).to.deep.equal(['192.0.2.1 another', '192.0.2.2 too']);
  });

  it('asks again after it was cleared', async () => {
    const { dns, asked, answer } = createDns();
    dns.ask('192.0.2.1');
    await answer('192.0.2.1', ['name']);
    dns.clear();
    dns.ask('192.0.2.1');
    expect(asked).to.have.length(2);
  });
});
