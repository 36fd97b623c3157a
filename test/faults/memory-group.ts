import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group that limits memory, and what the kernel counts about it. */
export class MemoryGroup {
  readonly #path: string;
  readonly #peak: string;
  readonly #kills: string;

  private constructor(path: string, files: { limit: string; peak: string; kills: string }) {
    mkdirSync(path);
    this.#path = path;
    this.#peak = files.peak;
    this.#kills = files.kills;
  }

  /** A group of its own with a limit in bytes; the reason when this machine lets us make none. */
  static create(limitBytes: number): MemoryGroup | string {
    const name = `netconsole-relay-${process.pid}-${limitBytes}`;
    try {
      const controllers = '/sys/fs/cgroup/cgroup.controllers';
      if (existsSync(controllers) && readFileSync(controllers, 'utf8').includes('memory')) {
        return MemoryGroup.#limited(join('/sys/fs/cgroup', name), limitBytes, {
          limit: 'memory.max',
          peak: 'memory.peak',
          kills: 'memory.events',
        });
      }
      if (!existsSync('/sys/fs/cgroup/memory')) return 'no memory controller';
      return MemoryGroup.#limited(join('/sys/fs/cgroup/memory', name), limitBytes, {
        limit: 'memory.limit_in_bytes',
        peak: 'memory.max_usage_in_bytes',
        kills: 'memory.oom_control',
      });
    } catch (error) {
      return String(error);
    }
  }

  static #limited(
    path: string,
    limitBytes: number,
    files: { limit: string; peak: string; kills: string },
  ): MemoryGroup {
    const group = new MemoryGroup(path, files);
    try {
      writeFileSync(join(path, files.limit), String(limitBytes));
      return group;
    } catch (error) {
      group.remove();
      throw error;
    }
  }

  /** A shell command that enters the group before it becomes `command`. */
  entering(command: readonly string[]): readonly string[] {
    return [
      'sh',
      '-c',
      `echo $$ > '${join(this.#path, 'cgroup.procs')}' && exec "$@"`,
      'sh',
      ...command,
    ];
  }

  /** Most bytes that were in use, page cache included. */
  get peakBytes(): number {
    return Number(readFileSync(join(this.#path, this.#peak), 'utf8'));
  }

  /** Processes that the kernel killed for want of memory. */
  get kills(): number {
    const text = readFileSync(join(this.#path, this.#kills), 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  remove(): void {
    rmdirSync(this.#path);
  }
}
