import { readShell } from '../shell-library.ts';
import { shellQuote } from '../shell-quote.ts';
import type { SenderSettings } from '../sender-settings.ts';
import { assignFormat, assignTarget, targetName } from './configfs.ts';
import { isDeviceMac } from './device-mac.ts';
import type { FormWriter } from './form.ts';

const COMMENT =
  'script: on the sender, as root: reports the way to the relay and what will fail; --apply makes the targets';

/** One file for machines without Node.js: finds out what the settings do not say. */
export const senderScript: FormWriter = (settings) => {
  if (settings.targets.some(isDeviceMac)) {
    return { impossible: 'the script takes no MAC address as --device; give the name' };
  }
  return [{ comment: COMMENT, text: scriptText(settings), files: [] }];
};

function scriptText(settings: SenderSettings): string {
  const { targets, extended, release } = settings;
  return [
    `#!/bin/sh\n# ${COMMENT}\nset -eu`,
    readShell('configfs'),
    readShell('path'),
    readShell('warnings'),
    readShell('sender'),
    `flags=${shellQuote(extended ? (release ? '+r' : '+') : '')}`,
    assignFormat(settings),
    ...targets.flatMap((target, index) => [assignTarget(target), `sender ${targetName(index)}`]),
    'conclude',
    '',
  ].join('\n');
}
