import { listIfThere, readIfThere } from './read-if-there.ts';

/** The names of the interfaces of this machine, by number. */
export function interfaceNames(): Map<number, string> {
  const directory = '/sys/class/net';
  const names = new Map<number, string>();
  for (const name of listIfThere(directory)) {
    const index = Number(readIfThere(`${directory}/${name}/ifindex`));
    if (index > 0) names.set(index, name);
  }
  return names;
}
