import { readShell } from '../shell-library.ts';
import { shellQuote } from '../shell-quote.ts';
import type { SenderSettings, TargetSettings } from '../sender-settings.ts';
import { assignFormat, assignTarget } from './configfs.ts';
import { isDeviceMac } from './device-mac.ts';
import { scriptPart, type FormWriter } from './form.ts';

const COMMENT =
  'script: on the sender, as root: reports the way to the relay and what will fail; --apply makes the targets';

/** One file for machines without Node.js: finds out what the settings do not say. */
export const senderScript: FormWriter = (settings) => {
  if (settings.targets.some(isDeviceMac)) {
    return { impossible: 'the script takes no MAC address as --device; give the name' };
  }
  return [scriptPart(COMMENT, scriptText(settings))];
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
    ...targets.map((target, index) => `target_${index + 1}() {\n${indented(target)}\n}`),
    `main ${targets.map((_, index) => index + 1).join(' ')}`,
    '',
  ].join('\n');
}

function indented(target: TargetSettings): string {
  return assignTarget(target).replaceAll(/^/gm, '  ');
}
