import { expect } from 'chai';
import { ReverseDns, type ReverseDnsLimits } from '../../lib/senders/reverse-dns.ts';

const LIMITS: ReverseDnsLimits = { maxAddresses: 3, keepMs: 1000, keepFailureMs: 100 };

function createDns(limits = LIMITS) {
  const asked: string[] = [];
  const found: string[] = [];
  const answers = new Map<string, (names: string[] | Error) => void>();
  const clock = { nowMs: 1 };
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
  /** Asks, and lets the lookups begin. */
  const ask = async (...queried: string[]): Promise<void> => {
    for (const address of queried) dns.ask(address);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const answer = async (address: string, names: string[] | Error): Promise<void> => {
    answers.get(address)?.(names);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { dns, ask, asked, found, answer, clock };
}

function addresses(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `192.0.2.${i}`);
}

describe('ReverseDns', () => {
  it('reports the first name, without a final dot, and remembers it for a while', async () => {
    const { asked, found, answer, clock, ask } = createDns();
    await ask('192.0.2.1', '192.0.2.1');
    await answer('192.0.2.1', ['web1.example.', 'other']);
    clock.nowMs = 1001;
    await ask('192.0.2.1');
    expect(found).to.deep.equal(['192.0.2.1 web1.example', '192.0.2.1 web1.example']);
    clock.nowMs = 1002;
    await ask('192.0.2.1');
    expect(asked).to.deep.equal(['192.0.2.1', '192.0.2.1']);
  });

  it('remembers for a shorter while that there is no name', async () => {
    const { asked, found, answer, clock, ask } = createDns();
    await ask('192.0.2.1');
    await answer('192.0.2.1', new Error('ENOTFOUND'));
    clock.nowMs = 101;
    await ask('192.0.2.1');
    expect(asked).to.have.length(1);
    clock.nowMs = 102;
    await ask('192.0.2.1');
    expect([asked.length, found.length]).to.deep.equal([2, 0]);
  });

  it('asks for 32 at a time, and goes on when one is answered', async () => {
    const { asked, answer, ask } = createDns({ ...LIMITS, maxAddresses: 100 });
    await ask(...addresses(40));
    expect(asked).to.have.length(32);
    await answer('192.0.2.0', ['a']);
    expect(asked).to.have.length(33);
  });

  it('remembers no more than its limit, the oldest go first', async () => {
    const { asked, answer, ask } = createDns();
    for (let i = 0; i < 4; i++) {
      await ask(`192.0.2.${i}`);
      await answer(`192.0.2.${i}`, ['name']);
    }
    await ask('192.0.2.3', '192.0.2.0');
    expect(asked).to.deep.equal(['192.0.2.0', '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.0']);
  });

  it('leaves answers to what was asked before it was cleared alone, and asks anew', async () => {
    const { dns, asked, found, answer, ask } = createDns({ ...LIMITS, maxAddresses: 100 });
    await ask(...addresses(35));
    dns.clear();
    await answer('192.0.2.1', ['name']);
    expect([asked.length, found]).to.deep.equal([32, []]);
    // Also of what is still on its way.
    await ask('192.0.2.1', '192.0.2.2');
    expect(asked.slice(32)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
    await answer('192.0.2.1', ['another']);
    await answer('192.0.2.2', ['too']);
    expect(found).to.deep.equal(['192.0.2.1 another', '192.0.2.2 too']);
  });

  it('asks again after it was cleared', async () => {
    const { dns, asked, answer, ask } = createDns();
    await ask('192.0.2.1');
    await answer('192.0.2.1', ['name']);
    dns.clear();
    await ask('192.0.2.1');
    expect(asked).to.have.length(2);
  });
});
