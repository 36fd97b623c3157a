/**
 * Compiles what is written in AssemblyScript to WebAssembly, and writes that into modules beside it, so that the program needs no
 * compiler.
 *
 *   node --import tsx build/compile-assembly.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMemoryStream, main } from 'assemblyscript/asc';

const ROOT = join(import.meta.dirname, '..');
const OPTIONS =
  '--outFile code.wasm -O3 --converge --noAssert --runtime stub --enable simd --importMemory --zeroFilledMemory --initialMemory 1';
const MODULES = [{ folder: 'lib/receive/udp', name: 'packer' }];

/** The generated files by their paths from the root of the repository. Throws what the compiler has to say. */
export async function generate(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { folder, name } of MODULES) {
    const code = await compile(`${folder}/${name}/${name}.ts`);
    const text = [
      `/** WebAssembly, compiled from ${name}/${name}.ts by build/compile-assembly.ts; do not edit. */`,
      `export const ${name.toUpperCase()}_CODE =`,
      `  '${Buffer.from(code).toString('base64')}';`,
      '',
    ].join('\n');
    files.set(`${folder}/${name}-code.ts`, text);
  }
  return files;
}

async function compile(input: string): Promise<Uint8Array> {
  let code: Uint8Array = new Uint8Array(0);
  const messages = createMemoryStream();
  const { error } = await main([input, ...OPTIONS.split(' '), '--baseDir', ROOT], {
    stderr: messages,
    writeFile: (_name, contents) => {
      code = Buffer.from(contents);
    },
  });
  if (error !== null) throw new Error(`Cannot compile ${input}:\n${messages.toString()}`);
  return code;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, text] of await generate()) writeFileSync(join(ROOT, path), text);
}
