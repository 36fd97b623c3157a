import { expect } from 'chai';
import { decodeDatagrams } from '../../../lib/setup/doctor/datagram-decoder.ts';
import { describeSender } from '../../../lib/setup/doctor/describe-sender.ts';
import { gatherFacts } from '../../../lib/setup/doctor/sender-facts.ts';

/** The report on one sender of these payloads. */
function report(...payloads: readonly string[]): string[] {
  const datagrams = payloads.map((text, index) => ({
    ms: index,
    address: '192.0.2.10',
    port: 6665,
    bytes: Buffer.from(text),
  }));
  return gatherFacts(datagrams, decodeDatagrams(datagrams)).flatMap(describeSender);
}

/** One line of it. */
function line(name: string, ...payloads: readonly string[]): string | undefined {
  return report(...payloads)
    .find((each) => each.startsWith(`  ${name} `))
    ?.slice(11);
}

/** An extended record with a msgid, of a kernel with this release. */
function numbered(sequence: number, msgid: number, release = '7.2.0'): string {
  return `${release},6,${sequence},${sequence}000,-;text\n host=web1\n msgid=${msgid}\n`;
}

describe('describeSender', () => {
  it('finds everything there', () => {
    expect(report(numbered(1, 1), numbered(2, 2))).to.deep.equal([
      '192.0.2.10:6665: 2 datagrams, netconsole-extended',
      '  release  7.2.0',
      '  level    yes, up to info',
      '  time     yes',
      '  msgid    yes',
      '  host     web1',
      '  kernel   sends nothing of a panic unless kernel.panic is 0 (sysctl)',
    ]);
  });

  it('finds a level in basic records of console_msg_format=syslog, and the time missing', () => {
    expect(report('<4>[    1.000000] text\n')[2]).to.equal('  level    yes, up to warning');
    expect(report('just text\n')).to.deep.equal([
      '192.0.2.10:6665: 1 datagram, netconsole-basic',
      '  release  no',
      '  level    no',
      '  time     no: printk.time=1 on the kernel command line',
      '  msgid    no',
      '  host     no',
      '  change   send the extended format: put + before the parameter (Linux 4.2)',
    ]);
  });

  it('says what this kernel cannot have', () => {
    const old = '6.6.0,6,1,1000,-;text\n';
    expect(line('msgid', old)).to.equal('no: the kernel is older than 6.17');
    expect(line('host', old)).to.equal(
      "no: the kernel is older than 6.9; name it in the relay's hosts.names",
    );
  });

  it('names userdata that may be the host', () => {
    expect(line('host', '6,1,1000,-;text\n SUBSYSTEM=usb\n role=db\n')).to.equal(
      "no: add the userdata host=NAME in configfs (Linux 6.9), or set the relay's hosts.userdata to a key that names it: role",
    );
  });

  it('reports a rate-limited sender: sequence gaps without msgid gaps', () => {
    const limited = [numbered(1, 1), numbered(2, 2), numbered(9, 3), numbered(20, 4)];
    expect(line('gaps', ...limited)).to.equal(
      '16 sequence numbers missing, but no msgid: nothing is lost on the way, the sender is rate-limited or filters: its rate limit (ratelimit_interval_ms, ratelimit_burst of the target), or its console level (dmesg -n 8 sends all)',
    );
    expect(line('lost', ...limited)).to.equal(undefined);
  });

  it('reports a console level on kernels without rate limit', () => {
    const filtered = [numbered(1, 1, '6.18.2'), numbered(9, 2, '6.18.2')];
    expect(line('gaps', ...filtered)).to.equal(
      '7 sequence numbers missing, but no msgid: nothing is lost on the way, the sender is rate-limited or filters: its console level (dmesg -n 8 sends all); kernels up to 7.0 have no rate limit',
    );
  });

  it('reports loss: msgid gaps, also around packets that overtake each other', () => {
    const lossy = [numbered(1, 1), numbered(3, 3), numbered(2, 2), numbered(6, 6)];
    expect(line('lost', ...lossy)).to.equal('2 records (msgid): packets are lost on the way');
    expect(line('gaps', ...lossy)).to.equal(undefined);
  });

  it('does not take a reboot for loss', () => {
    const rebooted = [numbered(5000, 900), numbered(5001, 901), numbered(1, 1), numbered(2, 2)];
    expect(line('lost', ...rebooted)).to.equal(undefined);
  });

  it('cannot tell without msgid', () => {
    expect(line('gaps', '6,1,1000,-;a\n', '6,3,2000,-;b\n')).to.equal(
      '1 sequence number missing: hidden by the console level (dmesg -n 8 sends all), or lost; msgid would show which',
    );
  });

  it('reports records that are not complete', () => {
    const head = '6,1,1000,-,ncfrag=0/1500;';
    expect(line('lost', head.padEnd(1000, 'x'))).to.equal(
      'a part of 1 record: packets are lost on the way',
    );
  });

  it('knows kernels with a flaw in records with userdata', () => {
    expect(line('kernel', '6.10.3,6,1,1000,-;text\n host=a\n')).to.equal(
      'cuts records whose text exactly fills a packet; fixed in 6.12',
    );
  });

  it('tells syslog from netconsole', () => {
    expect(report('<13>Oct 11 22:14:15 h p: m')).to.deep.equal([
      '192.0.2.10:6665: 1 datagram, rfc3164',
      '  format   no netconsole: a syslog daemon or another program sends here, not a kernel',
    ]);
  });

  it('reports each sender by itself', () => {
    const datagrams = [6665, 6665, 7000].map((port, index) => ({
      ms: index,
      address: 'fe80::1%eth0',
      port,
      bytes: Buffer.from(`6,${index},1000,-;text\n`),
    }));
    const heads = gatherFacts(datagrams, decodeDatagrams(datagrams)).map(
      (facts) => describeSender(facts)[0],
    );
    expect(heads).to.deep.equal([
      '[fe80::1%eth0]:6665: 2 datagrams, netconsole-extended',
      '[fe80::1%eth0]:7000: 1 datagram, netconsole-extended',
    ]);
  });
});
