import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';

const DIRECTORY_MODE = 0o750;
const SOCKET_MODE = 0o660;

/** What became of a socket's path. */
export type SocketClaim =
  | { readonly kind: 'claimed' }
  /** Another process answers there. */
  | { readonly kind: 'in-use' }
  /** `problem`: the code of a system error, or words. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Lets `server` listen on the unix socket `path` (mode 0660), in a directory that is created if it is absent (mode 0750). A socket that nothing listens
 * on any more is replaced.
 */
export async function claimSocket(server: Server, path: string): Promise<SocketClaim> {
  try {
    createDirectory(dirname(path));
    if (!(await listens(server, path))) {
      if (!lstatSync(path).isSocket()) return { kind: 'refused', problem: 'it is no socket' };
      if (await isAnswered(path)) return { kind: 'in-use' };
      rmSync(path);
      if (!(await listens(server, path))) return { kind: 'in-use' };
    }
    chmodSync(path, SOCKET_MODE);
    return { kind: 'claimed' };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { kind: 'refused', problem: String(error.code) };
  }
}

function createDirectory(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: true });
  // The mode of mkdir is subject to the umask.
  chmodSync(directory, DIRECTORY_MODE);
}

/** False if the path exists; rejects with any other refusal. */
function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error & { readonly code?: string }): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', refused);
    server.listen(path, () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}

/** Whether somebody accepts connections; rejects if that cannot be tried. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: Error & { readonly code?: string }) => {
      // EAGAIN: a process that does not get round to accepting.
      if (error.code === 'EAGAIN') resolve(true);
      else if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(false);
      else reject(error);
    });
  });
}
