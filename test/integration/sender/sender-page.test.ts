import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { FORM_NAMES } from '../../../lib/setup/forms/forms.ts';
import { SENDER_PAGE, realSenderPage } from './sender-page.ts';

describe('docs/sender.md', () => {
  it('shows what its commands really print (npm run docs writes it anew)', async function () {
    this.timeout(120_000);
    const { page, isWhole } = await realSenderPage();
    if (!isWhole) process.stdout.write('skipped: the commands that need a network of their own\n');
    expect(readFileSync(SENDER_PAGE, 'utf8')).to.equal(page);
  });

  it('names every form', () => {
    const page = readFileSync(SENDER_PAGE, 'utf8');
    expect(FORM_NAMES.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
  });
});
