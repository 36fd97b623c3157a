import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A kernel that sends everything. */
const HEALTHY = {
  'proc/sys/kernel/osrelease': '6.12.1\n',
  'proc/sys/kernel/printk': '8\t4\t1\t7\n',
  'proc/sys/kernel/panic': '0\n',
  'lib/modules/6.12.1/modules.dep': 'kernel/drivers/net/netconsole.ko.xz:\n',
};

/** What scripts see of the kernel with NETCONSOLE_ROOT before /proc, /sys and /lib. */
export class FakeKernel {
  readonly root = mkdtempSync(join(tmpdir(), 'kernel-'));

  /** `files` by path, on top of a healthy kernel; without a file below `sys` the interfaces are the real ones. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    const all = Object.entries({ ...HEALTHY, ...files });
    for (const [path, text] of all) this.write(path, text);
    if (!all.some(([path]) => path.startsWith('sys/'))) symlinkSync('/sys', join(this.root, 'sys'));
  }

  get env(): NodeJS.ProcessEnv {
    return { NETCONSOLE_ROOT: this.root };
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
