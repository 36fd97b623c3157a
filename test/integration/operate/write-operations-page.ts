/** Writes the generated parts of docs/operations.md: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { OPERATIONS_PAGE, realOperationsPage } from './operations-page.ts';

writeFileSync(OPERATIONS_PAGE, await realOperationsPage());
