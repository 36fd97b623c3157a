import { expect } from 'chai';
import { isOwnHost } from '../../lib/operate/host-header.ts';

describe('isOwnHost', () => {
  const names = ['relay.example.org'];
  const cases: readonly (readonly [string | undefined, boolean])[] = [
    ['10.1.2.3:6667', true],
    ['10.1.2.3', true],
    ['[::1]', true],
    ['[::1]:6667', true],
    ['localhost', true],
    ['localhost:6667', true],
    ['LOCALHOST.', true],
    ['relay.example.org:6667', true],
    ['Relay.Example.org', true],
    ['evil.example', false],
    ['evil.example:6667', false],
    ['relay.example.org.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['[evil.example]', false],
    ['::1', false],
    ['localhost:x', false],
    ['', false],
    [undefined, false],
  ];
  for (const [header, isAnswered] of cases) {
    it(`${isAnswered ? 'answers' : 'refuses'} ${header ?? 'no header'}`, () => {
      expect(isOwnHost(header, names)).to.equal(isAnswered);
    });
  }
});
