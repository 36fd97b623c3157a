/** What compilers add to the names of functions they split, copy or specialise. */
const SUFFIX = /\.(?:constprop|isra|part|cold|llvm|lto_priv)(?:\.\d+)*(?=\.|$)/g;
/** The wrappers around a system call, by architecture and age of the kernel. */
const SYSCALL =
  /^(?:__(?:x64|ia32|x32|arm64|riscv|s390x?|powerpc|loongarch|mips|se|do|se_compat|do_compat)_(?:compat_)?sys_|(?:compat_)?(?:SyS|SYSC|sys)_)/;

/** A function's name without what differs between builds and architectures: `__x64_sys_open` and `SyS_open` are `sys_open`. */
export function normaliseFunction(name: string): string {
  return name.replace(SUFFIX, '').replace(SYSCALL, 'sys_');
}
