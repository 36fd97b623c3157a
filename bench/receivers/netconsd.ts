import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNetconsole } from '../generator/job.ts';
import { libraryFolder, programInRoot } from './peer-root.ts';
import type { MissingReceiver, Receiver } from './receiver.ts';
import { startReceiverProcess } from './receiver-process.ts';

/** netconsd with its printer module, which writes all lines to one file. It knows the kernel's formats only. */
export function createNetconsd(root: string | undefined): Receiver | MissingReceiver {
  const program = root === undefined ? undefined : programInRoot(root, 'usr/bin/netconsd');
  if (root === undefined || program === undefined) {
    return { name: 'netconsd', why: 'it is measured from a Debian root only: --peer-root DIR' };
  }
  const module = join(root, 'usr/libexec/netconsd/printer.so');
  return {
    name: `netconsd ${versionIn(root)}`,
    writesFiles: true,
    filesByHost: false,
    joinsFragments: false,
    takes: isNetconsole,
    start({ port, directory }) {
      const folder = join(directory, 'all');
      mkdirSync(folder);
      return startReceiverProcess({
        command: program.command,
        args: [...program.prefix, '-a', '::ffff:127.0.0.1', '-u', String(port), module],
        port,
        stdout: openSync(join(folder, 'messages.log'), 'w'),
      });
    },
  };
}

/** The package's version, since the program does not print one. */
function versionIn(root: string): string {
  const status = readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8');
  const paragraph = status.split('\n\n').find((text) => text.startsWith('Package: netconsd\n'));
  return /^Version: ([\d.]+)/m.exec(paragraph ?? '')?.[1] ?? `in ${libraryFolder(root)}`;
}
