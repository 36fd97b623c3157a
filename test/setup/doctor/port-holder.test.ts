import { expect } from 'chai';
import { describeHolder } from '../../../lib/setup/doctor/describe-holder.ts';
import { findPortHolder } from '../../../lib/setup/doctor/port-holder.ts';
import { openUdpReceiver } from '../../commands/udp-receiver.ts';

describe('findPortHolder', () => {
  for (const address of ['127.0.0.1', '::1']) {
    it(`finds this process by its socket on ${address}`, async () => {
      const receiver = await openUdpReceiver(address);
      const holder = findPortHolder(receiver.port);
      receiver.close();
      expect(holder).to.deep.include({ pid: process.pid, isRelay: false });
      expect(holder?.command).to.include('mocha');
    });
  }

  it('finds nobody on a free port', async () => {
    const receiver = await openUdpReceiver();
    receiver.close();
    expect(findPortHolder(receiver.port)).to.equal(undefined);
  });
});

describe('describeHolder', () => {
  it('names the process, or says why it cannot', () => {
    const other = { pid: 7, command: 'nc -l -u 6666', isRelay: false };
    expect(describeHolder(other, '--listen')).to.equal(
      'process 7 (nc -l -u 6666) has it: stop it, or choose another port with --listen',
    );
    expect(describeHolder({ pid: undefined, command: '', isRelay: false }, '--listen')).to.equal(
      'a process of another user has it: run as root to see which, or choose another port with --listen',
    );
    expect(describeHolder(undefined, '--listen')).to.equal('choose another port with --listen');
  });
});
