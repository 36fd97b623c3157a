import { expect } from 'chai';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { array, assert, integer, property } from 'fast-check';
import { crc32c } from '../../../lib/deliver/spool/crc32c.ts';
import { refuseDamagedBlocks, tableBytes } from '../../../lib/deliver/spool/table-check.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

describe('checksums of table files', () => {
  const directory = temporaryDirectory();

  it('are CRC-32C: the examples of RFC 3720', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
    expect(crc32c(new Uint8Array(32))).to.equal(0x8a91_36aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).to.equal(0x62a8_ab43);
    expect(crc32c(ascending)).to.equal(0x46dd_794e);
    expect(crc32c(Buffer.from('123456789'))).to.equal(0xe306_9283);
  });

  /** A store with some tables; returns the path of one. */
  async function fill(): Promise<string> {
    const level = new ClassicLevel<string, Buffer>(directory(), {
      valueEncoding: 'buffer',
      compression: false,
    });
    await level.open();
    for (let i = 0; i < 50; i++) await level.put(`bus/${i}`, Buffer.alloc(10_000, i));
    await level.compactRange('a', 'z');
    await level.close();
    const [name = ''] = readdirSync(directory()).filter((each) => each.endsWith('.ldb'));
    return join(directory(), name);
  }

  it('are right in files of the library', async () => {
    await fill();
    expect(tableBytes(directory())).to.be.greaterThan(500_000);
    expect(refuseDamagedBlocks(directory())).to.equal(0);
  });

  it('find damaged bytes wherever they are, whatever they are', async () => {
    const file = await fill();
    const sound = readFileSync(file);
    const change = integer({ min: 0, max: sound.length - 1 });
    assert(
      property(array(change, { minLength: 1, maxLength: 20 }), (offsets) => {
        const damaged = Buffer.from(sound);
        for (const at of offsets) damaged[at] = (damaged[at] as number) ^ 0x55;
        writeFileSync(file, damaged);
        refuseDamagedBlocks(directory());
        const refused = readFileSync(file);
        // Nothing but types is changed, and a second look finds the same.
        const changes = refused.reduce((sum, byte, at) => sum + Number(byte !== damaged[at]), 0);
        expect(changes).to.be.at.most(offsets.length);
        for (const [at, byte] of refused.entries())
          if (byte !== damaged[at]) expect(byte).to.equal(0xff);
      }),
      { numRuns: 30 },
    );
  });
});
