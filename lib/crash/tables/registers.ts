/**
 * Lines with the instruction pointer. Columns: architecture, `-` when the line does not tell | pattern, `%f` is a function
 * with offset and size, `%a` an address | kernel source that prints the line.
 */
export const REGISTERS = String.raw`
x86_64    | ^RIP: (?:0010:)?(?:\[<%a>\] *)*%f               | arch/x86/kernel/dumpstack.c
x86_64    | ^RIP: (?:0010:)(?:\[<|0x|\s*\(null\))          | arch/x86/kernel/dumpstack.c
x86_64    | ^RIP  (?:\[<%a>\] *)*%f                         | arch/x86/kernel/dumpstack_64.c (before 4.11)
i386      | ^EIP: (?:0060:)?(?:\[<%a>\] *)*%f               | arch/x86/kernel/dumpstack.c
i386      | ^EIP is at %f                                   | arch/x86/kernel/process_32.c (before 4.11)
-         | ^IP: (?:\[<%a>\] *)*%f                          | arch/x86/mm/fault.c (before 4.17)
arm64     | ^pc : %f                                        | arch/arm64/kernel/process.c
-         | ^PC is at %f                                    | arch/arm/kernel/process.c, arch/arm64/kernel/process.c (before 4.15)
arm       | ^pc : .* psr: %a                                | arch/arm/kernel/process.c
arm64     | ^pc : .* pstate: %a                             | arch/arm64/kernel/process.c
riscv     | ^epc : %f                                       | arch/riscv/kernel/process.c
mips      | ^epc +: (?:%a )?%f                              | arch/mips/kernel/traps.c
powerpc   | ^NIP (?:\[%a\] )?%f                             | arch/powerpc/kernel/process.c
s390      | ^Krnl PSW : .*\(%f\)                            | arch/s390/kernel/dumpstack.c
loongarch | ^pc %a                                          | arch/loongarch/kernel/process.c
`;
