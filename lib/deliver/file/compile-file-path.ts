import { compilePath, type CompiledPath } from '../../template/path-template.ts';

/** The path template of a file destination. Throws when `text` is none: the configuration was checked. */
export function compileFilePath(text: string): CompiledPath {
  const compiled = compilePath(text);
  if (Array.isArray(compiled)) {
    throw new Error(`path ${text}: ${compiled.map(({ message }) => message).join(', ')}`);
  }
  return compiled;
}
