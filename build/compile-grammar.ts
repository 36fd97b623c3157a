/**
 * Compiles the grammars of syslog from AssemblyScript (lib/syslog-parser/grammar) to WebAssembly, and writes that into
 * `lib/syslog-parser/grammar-code.ts`, so that the program needs no compiler.
 *
 *   node --import tsx build/compile-grammar.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMemoryStream, main } from 'assemblyscript/asc';

const ROOT = join(import.meta.dirname, '..');
const OUTPUT = 'lib/syslog-parser/grammar-code.ts';
const OPTIONS =
  'lib/syslog-parser/grammar/grammar.ts --outFile grammar.wasm -O3 --converge --noAssert --runtime stub --enable simd ' +
  '--importMemory --zeroFilledMemory --initialMemory 1';

/** The generated file by its path from the root of the repository. Throws what the compiler has to say. */
export async function generate(): Promise<readonly [path: string, text: string]> {
  let code: Uint8Array = new Uint8Array(0);
  const messages = createMemoryStream();
  const { error } = await main([...OPTIONS.split(' '), '--baseDir', ROOT], {
    stderr: messages,
    writeFile: (_name, contents) => {
      code = Buffer.from(contents);
    },
  });
  if (error !== null) throw new Error(`Cannot compile the grammars:\n${messages.toString()}`);
  const text = [
    '/** WebAssembly, compiled from grammar/grammar.ts by build/compile-grammar.ts; do not edit. */',
    'export const GRAMMAR_CODE =',
    `  '${Buffer.from(code).toString('base64')}';`,
    '',
  ].join('\n');
  return [OUTPUT, text];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [path, text] = await generate();
  writeFileSync(join(ROOT, path), text);
}
