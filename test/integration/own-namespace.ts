import { spawnSync } from 'node:child_process';
import { Child } from '../servers/child.ts';

/** Runs `script` where the usual ports and /var/log are free: in a network and a mount namespace of its own. */
export function inOwnNamespace(script: string, cwd: string): Child {
  const setUp = 'mount -t tmpfs none /var/log && ip link set lo up';
  return new Child('unshare', [...NAMESPACES, 'sh', '-c', `${setUp} && ${script}`], { cwd });
}

/** Also of its own processes, so that all of them and no others can be ended. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--mount-proc'];
export const canUnshare = spawnSync('unshare', [...NAMESPACES, 'true']).status === 0;
