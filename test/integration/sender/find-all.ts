/**
 * Run inside the topology: for each target in the environment variable TARGETS, a JSON list, prints what `setup --here` and
 * the script of `--for script` find, one JSON object a line.
 */
import { spawnSync } from 'node:child_process';
import { setup } from '../../../lib/commands/setup.ts';
import { pathWithTools } from '../../servers/unpacked-tools.ts';
import { SHELLS } from '../../setup/shell-stand.ts';

/** What one way of finding printed. */
export interface Finding {
  readonly target: string;
  readonly way: string;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Text {
  text = '';
  write(text: string): void {
    this.text += text;
  }
}

async function call(
  options: Parameters<typeof setup>[0],
): Promise<Omit<Finding, 'target' | 'way'>> {
  const stdout = new Text();
  const stderr = new Text();
  const status = await setup(options, { stdout, stderr });
  return { status, stdout: stdout.text, stderr: stderr.text };
}

for (const target of JSON.parse(process.env['TARGETS'] ?? '[]') as string[]) {
  const common = { target: [target], extended: true };
  const print = (way: string, rest: Omit<Finding, 'target' | 'way'>): void =>
    console.log(JSON.stringify({ target, way, ...rest }));
  print('node', await call({ ...common, here: true }));
  print('json', await call({ ...common, here: true, json: true, for: 'modprobe' }));
  const { stdout: script } = await call({ ...common, for: 'script' });
  for (const { name, command } of SHELLS) {
    // What the way before has found must not help.
    spawnSync('ip', ['neigh', 'flush', 'dev', 's0']);
    spawnSync('ip', ['-n', 'peer', 'neigh', 'flush', 'dev', 'p0']);
    const [program, ...before] = command;
    const { status, stdout, stderr } = spawnSync(program, [...before, '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: pathWithTools() },
    });
    print(name, { status, stdout, stderr });
  }
}
