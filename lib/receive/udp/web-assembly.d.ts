/** What is used of the engine's WebAssembly; the types of Node 20 leave it out. */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (code: Uint8Array) => Module;

  class Memory {
    constructor(size: { readonly initial: number });
    /** Of whole pages of 64 KiB. */
    readonly buffer: ArrayBuffer;
  }

  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: unknown;
  }
}
