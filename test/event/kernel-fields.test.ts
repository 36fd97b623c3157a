import { expect } from 'chai';
import { EventView } from '../../lib/event/event-view.ts';
import { findUserdata, messageId } from '../../lib/event/kernel-fields.ts';
import { LISTENER, Player } from '../netconsole/decode-recording.ts';

const sender = new Player().sender('192.0.2.10:6665');

/** A view of lines as they stand after a text, the final newline excluded. */
function viewOf(lines: string): EventView {
  const view = new EventView(sender, LISTENER);
  view.bytes = Buffer.from(`text\n${lines}\n msgid=9`);
  view.kernel.fieldsStart = 5;
  view.kernel.fieldsEnd = 5 + Buffer.byteLength(lines);
  return view;
}

function userdata(lines: string, key = 'host'): string | undefined {
  const view = viewOf(lines);
  const range = findUserdata(view, Buffer.from(key));
  return range && Buffer.from(view.bytes.subarray(range.start, range.end)).toString();
}

describe('findUserdata', () => {
  it('finds the first value of a key', () => {
    expect(userdata(' SUBSYSTEM=usb\n host=web1\n host=web2\n cpu=1')).to.equal('web1');
    expect(userdata(' host=a=b c')).to.equal('a=b c');
  });

  for (const sysdata of ['cpu', 'taskname', 'release', 'msgid']) {
    it(`looks only before the line of ${sysdata}`, () => {
      expect(userdata(` ${sysdata}=1\n host=forged`)).to.equal(undefined);
    });
  }

  it('finds nothing in lines without the leading space, in other keys, and when empty', () => {
    expect(userdata('host=forged')).to.equal(undefined);
    expect(userdata(' hosts=x\n hos=x\n host')).to.equal(undefined);
    expect(userdata(' host=\n host=web2')).to.equal(undefined);
  });

  it('finds no value that is longer than a name', () => {
    expect(userdata(` host=${'x'.repeat(255)}`)).to.have.lengthOf(255);
    expect(userdata(` host=${'x'.repeat(256)}`)).to.equal(undefined);
  });

  it('finds nothing where there are no lines', () => {
    const view = viewOf('');
    view.kernel.fieldsStart = -1;
    expect(findUserdata(view, Buffer.from('host'))).to.equal(undefined);
  });
});

describe('messageId', () => {
  const ids: [string, number][] = [
    [' msgid=1', 1],
    [' cpu=1\n msgid=4294967295', 4_294_967_295],
    [' msgid=7\n msgid=8', 8],
    [' cpu=1\n msgid=4294967296', -1],
    [' cpu=1\n msgid=', -1],
    [' cpu=1\n xmsgid=1', -1],
    [' cpu=1\nmsgid=1', -1],
    [' cpu=1 msgid=1', -1],
    [' msgid=1\n cpu=2', -1],
    [' msgid=12345678901', -1],
    ['1', -1],
    ['', -1],
  ];
  for (const [lines, id] of ids) {
    it(`of ${JSON.stringify(lines)} is ${id}`, () => {
      expect(messageId(viewOf(lines))).to.equal(id);
    });
  }
});
