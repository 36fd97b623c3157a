/** Writes what the commands of docs/sender.md print into the page: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { SENDER_PAGE, realSenderPage } from './sender-page.ts';

const { page } = await realSenderPage();
writeFileSync(SENDER_PAGE, page);
