import { expect } from 'chai';
import { send } from '../../lib/commands/send.ts';
import { Output, openUdpReceiver } from './udp-receiver.ts';

describe('send', () => {
  let stderr: Output;
  beforeEach(() => {
    stderr = new Output();
  });

  for (const address of ['127.0.0.1', '::1']) {
    it(`sends one basic record to ${address}`, async () => {
      const receiver = await openUdpReceiver(address);
      const options = { format: undefined, to: receiver.to, message: 'hello' };
      const code = await send(options, { stderr });
      const [received] = await receiver.take(1);
      receiver.close();
      const sent = received?.text ?? '';
      expect(sent).to.match(/^\[ *\d+\.\d{6}\] hello\n$/);
      expect({ code, stderr: stderr.text }).to.deep.equal({
        code: 0,
        stderr: `sent ${sent.length} bytes to ${receiver.to}: ${sent}`,
      });
    });
  }

  it('sends the format asked for, to a host name', async () => {
    const receiver = await openUdpReceiver();
    const to = `localhost:${receiver.port}`;
    const code = await send({ format: 'rfc5424', to, message: 'hello' }, { stderr });
    const [received] = await receiver.take(1);
    receiver.close();
    expect(code).to.equal(0);
    expect(received?.text).to.match(/^<13>1 \S+ \S+ netconsole-relay \d+ - - hello$/);
  });

  it('says that nobody listens, with 111', async () => {
    const receiver = await openUdpReceiver();
    receiver.close();
    const code = await send({ format: undefined, to: receiver.to, message: 'hello' }, { stderr });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 111,
      stderr: `Cannot send to ${receiver.to}: ECONNREFUSED (connection refused); nothing is listening there: start the relay, or name another port\n`,
    });
  });

  it('says that a message is too long, with 111', async () => {
    const message = 'x'.repeat(65_500);
    const code = await send({ format: undefined, to: '127.0.0.1:9', message }, { stderr });
    expect({ code, stderr: stderr.text }).to.deep.equal({
      code: 111,
      stderr:
        'Cannot send to 127.0.0.1:9: EMSGSIZE (message too long); shorten the message: a datagram holds at most 65507 bytes\n',
    });
  });

  for (const [to, problem] of [
    ['localhost', '--to is "localhost"; write HOST:PORT or [IPV6]:PORT'],
    ['::1:6666', '--to is "::1:6666"; write HOST:PORT or [IPV6]:PORT'],
    ['[127.0.0.1]:6666', '--to is "[127.0.0.1]:6666"; write HOST:PORT or [IPV6]:PORT'],
    ['127.0.0.1:65536', '--to is "127.0.0.1:65536": the port must be from 1 to 65535'],
    ['127.0.0.1:0', '--to has port 0; expected 1 to 65535'],
  ] as const) {
    it(`calls ${to} wrong use`, async () => {
      const code = await send({ format: undefined, to, message: '' }, { stderr });
      expect({ code, stderr: stderr.text }).to.deep.equal({ code: 100, stderr: `${problem}\n` });
    });
  }
});
