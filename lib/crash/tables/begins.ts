/**
 * First lines of crashes; the first row that matches decides. Columns: when the line opens a crash | type | place of the
 * function | functions that are boring in this kind, too | pattern | title | kernel source that prints the line.
 *
 * - `always` opens a crash; `alone` only if none is open in the context; `never` is no begin, whatever later rows say.
 * - Place of the function, the first that has one that is not boring: `registers` (instruction pointer, call trace), `location`
 *   (named with FILE:LINE, instruction pointer, call trace), `trace` (call trace, the line), `any` (any list of functions, the line),
 *   `locks` (the first two places of locks, call trace), `lock` (the first of them, also a boring one, call trace), `unsafe` (where a lock
 *   became unsafe, else as `lock`), `owner` (who allocated the page, call trace), `stall` and `lockup` (below the common
 *   entry), `wait` (the function that waits), `worker` (the last function of the work queue), `line` (the line).
 * - Pattern: matches at the start of the line and begins with four literal characters (the fourth may be `\d`), or with
 *   alternatives of them. `%f` is a function, `%g` another.
 * - Title: `$1` is a group of the pattern, `$lower` the second one without its capital, `$pair` the functions in order,
 *   `$f` the function, `$access` Read or Write, `$why` the cause of a panic.
 */
export const BEGINS = String.raw`
always | memory     | trace     | *kfree* *vfree* *vunmap* | BUG: KASAN: (?:double-free or invalid-free|double-free|invalid-free)\b(?: in %f)? | KASAN: invalid-free in $f | mm/kasan/report.c
always | memory     | line      | - | BUG: KASAN: ([a-z-]+) on address | KASAN: $1 $access | mm/kasan/report.c (before 4.4)
always | memory     | trace     | el1_* el1h_* *tag_check* *kernel_fault* | BUG: KASAN: ([a-z-]+)(?: in %f)? | KASAN: $1 $access in $f | mm/kasan/report.c
always | memory     | any       | - | BUG: KFENCE: ([a-z-]+(?: [a-z]+)??) in %f | KFENCE: $1 in $f | mm/kfence/report.c
always | memory     | any       | usb_* *alloc_skb* | BUG: KMSAN: kernel-usb-infoleak(?: in %f)? | KMSAN: kernel-usb-infoleak in $f | mm/kmsan/report.c
always | memory     | any       | *alloc_skb* netlink_ack netlink_rcv_skb *_encrypt crypto_* cipher_* drbg_* rng_* | BUG: KMSAN: ([a-z-]+)(?: in %f)? | KMSAN: $1 in $f | mm/kmsan/report.c
always | race       | line      | - | BUG: KCSAN: (data-race|assert: race) in %f(?: / %g)? | KCSAN: $1 in $pair | kernel/kcsan/report.c
always | null       | registers | - | BUG: kernel NULL pointer dereference | BUG: unable to handle kernel NULL pointer dereference in $f | arch/x86/mm/fault.c
always | null       | registers | - | BUG: unable to handle .*NULL | BUG: unable to handle kernel NULL pointer dereference in $f | arch/x86/mm/fault.c (before 5.2)
always | null       | registers | - | BUG: Kernel NULL pointer dereference | BUG: unable to handle kernel NULL pointer dereference in $f | arch/powerpc/mm/fault.c
always | null       | registers | - | Unable to handle kernel NULL | BUG: unable to handle kernel NULL pointer dereference in $f | arch/arm64/mm/fault.c
always | memory     | registers | - | BUG: unable to handle | BUG: unable to handle kernel paging request in $f | arch/x86/mm/fault.c
always | memory     | registers | - | BUG: Unable to handle kernel | BUG: unable to handle kernel paging request in $f | arch/powerpc/mm/fault.c
always | memory     | registers | - | Unable to handle kernel access to user memory | BUG: unable to handle kernel access to user memory in $f | arch/riscv/mm/fault.c
always | memory     | registers | - | Unable to handle kernel (?:paging request|read from|write to|execute from|access to) | BUG: unable to handle kernel paging request in $f | arch/arm64/mm/fault.c
always | memory     | registers | - | general protection fault | general protection fault in $f | arch/x86/kernel/traps.c
always | memory     | registers | - | GPF could be caused by NULL-ptr deref or user memory access ?general protection fault | general protection fault in $f | arch/x86/mm/kasan_init_64.c (before 4.8, without a newline)
always | bug        | registers | skb_* | kernel BUG at ?(\S+:\d+)? | kernel BUG in $f | lib/bug.c
always | bug        | registers | skb_* | Kernel bug detected\[#\d+\] | kernel BUG in $f | arch/mips/kernel/traps.c
always | undefined  | trace     | *ubsan* *overflow* | UBSAN: Undefined behaviour in | UBSAN: undefined-behaviour in $f | lib/ubsan.c (before 5.6)
always | undefined  | trace     | *ubsan* *overflow* | UBSAN: ([a-z-]+) in | UBSAN: $1 in $f | lib/ubsan.c
always | bug        | trace     | rust_begin_unwind* *rust_begin_unwind | rust_kernel: panicked at | $why in $f | rust/kernel/lib.rs
always | hang       | wait      | - | INFO: task .*:\d+ blocked (?:for more than|on) | INFO: task hung in $f | kernel/hung_task.c
always | hang       | trace     | *schedule* | INFO: task .*:\d+ can't die for more than | INFO: task can't die in $f | kernel/hung_task.c (linux-next)
always | hang       | lockup    | - | BUG: soft lockup | BUG: soft lockup in $f | kernel/watchdog.c
always | hang       | line      | - | BUG: workqueue lockup | BUG: workqueue lockup | kernel/workqueue.c
always | hang       | lockup    | - | Watchdog (?:CPU:? ?\d+ )?detected hard LOCKUP | BUG: hard lockup in $f | kernel/watchdog.c
always | hang       | lockup    | - | CPU\d+: Watchdog detected hard LOCKUP | BUG: hard lockup in $f | kernel/watchdog.c
always | hang       | lockup    | - | CPU \d+ detected hard LOCKUP | BUG: hard lockup in $f | arch/powerpc/kernel/watchdog.c
always | hang       | stall     | *rcu* | INFO: rcu_\w+ (?:self-detected stall|detected (?:expedited )?stalls?) | INFO: rcu detected stall in $f | kernel/rcu/tree_stall.h
always | lockdep    | locks     | process_one_work | (?:WARNING|INFO): possible circular locking | possible deadlock in $f | kernel/locking/lockdep.c
always | lockdep    | lock      | - | (?:WARNING|INFO|BUG): possible (?:recursive locking|irq lock inversion) | possible deadlock in $f | kernel/locking/lockdep.c
always | lockdep    | unsafe    | - | (?:WARNING|INFO|BUG): [A-Z]+-safe -> [A-Z]+-unsafe lock | possible deadlock in $f | kernel/locking/lockdep.c
always | lockdep    | trace     | - | (?:WARNING|INFO|BUG): inconsistent lock state | inconsistent lock state in $f | kernel/locking/lockdep.c
always | lockdep    | lock      | - | (WARNING|INFO|BUG): .* still has locks held | $1: still has locks held in $f | kernel/locking/lockdep.c
always | lockdep    | lock      | - | (WARNING|INFO|BUG): ([Hh]eld lock freed|[Ll]ock held when returning to user space) | $1: $lower in $f | kernel/locking/lockdep.c
always | lockdep    | trace     | lock_sock* release_sock* | (?:WARNING|INFO|BUG): [Ii]nvalid wait context | WARNING: locking bug in $f | kernel/locking/lockdep.c
always | lockdep    | any       | - | (WARNING|INFO|BUG): ([Bb]ad unlock balance) | $1: $lower in $f | kernel/locking/lockdep.c
always | lockdep    | trace     | *rcu* | (WARNING|INFO|BUG): ([Ss]uspicious RCU usage) | $1: $lower in $f | kernel/locking/lockdep.c
always | lockdep    | trace     | - | (WARNING|INFO|BUG): ([Nn]ested lock was not taken) | $1: $lower in $f | kernel/locking/lockdep.c
always | lockdep    | trace     | *lock* *stack* | INFO: (trying to register non-static key) | INFO: $1 in $f | kernel/locking/lockdep.c
always | lockdep    | line      | - | BUG: (MAX_[A-Z_]+ too low!?) | BUG: $1 | kernel/locking/lockdep.c
always | lockdep    | worker    | - | BUG: workqueue leaked (?:lock or atomic|atomic, lock or RCU) | BUG: workqueue leaked lock or atomic in $f | kernel/workqueue.c
always | atomic     | trace     | - | BUG: sleeping function called from invalid context | BUG: sleeping function called from invalid context in $f | kernel/sched/core.c
always | atomic     | trace     | *schedule* | BUG: scheduling while atomic | BUG: scheduling while atomic in $f | kernel/sched/core.c
always | atomic     | trace     | *preempt* debug_* *processor_id* this_cpu_* | BUG: using (\w+)\(\) in preemptible | BUG: using $1() in preemptible code in $f | lib/smp_processor_id.c
always | corruption | owner     | *free_page* *put_page* *get_page* *release_page* free_unref* folio* page_frag_free* *alloc* vmap* *page_owner* | BUG: Bad page (state|cache) | BUG: Bad page $1 in $f | mm/page_alloc.c
always | corruption | line      | - | BUG: Bad page map | BUG: Bad page map | mm/memory.c
always | corruption | line      | - | BUG: Bad rss-counter state | BUG: Bad rss-counter state | kernel/fork.c
always | corruption | line      | - | BUG: (non-zero \w+ on freeing mm) | BUG: $1 | kernel/fork.c
always | corruption | line      | - | BUG: Dentry .* still in use .*\[unmount of | BUG: Dentry still in use in unmount | fs/dcache.c
always | corruption | line      | - | BUG: Dentry .* still in use | BUG: Dentry still in use | fs/dcache.c
always | corruption | trace     | *spin_* *_lock* *_unlock* | BUG: ((?:spin|rw)lock [A-Za-z ]+?)(?: on CPU|,|$) | BUG: $1 in $f | kernel/locking/spinlock_debug.c
never  | corruption | line      | - | BUG \S+ \(.*\): kasan: bad access detected | - | mm/kasan/report.c (before 4.10)
always | corruption | line      | - | BUG \S+ \(.*\): Object already free | BUG: Object already free | mm/slub.c
always | fault      | lockup    | - | BUG: (?:\w+ )?stack guard page was hit | BUG: stack guard page was hit in $f | arch/x86/kernel/traps.c
always | fault      | lockup    | *bad_stack* | Insufficient stack space to handle exception! | kernel stack overflow in $f | arch/arm64/kernel/traps.c
always | corruption | line      | - | WARNING: kernel stack regs at [0-9a-f]+ in .* has bad (?:('\w+') )?value | WARNING: kernel stack regs has bad $1 value | arch/x86/kernel/unwind_frame.c
always | corruption | line      | - | WARNING: kernel stack frame pointer at [0-9a-f]+ in .* has bad value | WARNING: kernel stack frame pointer has bad value | arch/x86/kernel/unwind_frame.c
always | corruption | line      | - | WARNING: kernel stack (?:regs|frame pointer) at .* has bad | WARNING: kernel stack regs has bad value | arch/x86/kernel/unwind_frame.c, addresses hidden
never  | warning    | line      | - | WARNING: [Tt]he mand mount option | - | fs/namespace.c
never  | warning    | line      | - | WARNING: fbcon: | - | drivers/video/fbdev/core/fbcon.c
always | warning    | location  | - | WARNING: CPU: \d+ PID: \d+ at (\S+:\d+)(?: %f\+)? | WARNING in $f | kernel/panic.c
always | warning    | location  | - | WARNING: (?:\[.*\] )?(\S+:\d+) at (?:%f\+)? | WARNING in $f | kernel/panic.c
always | warning    | location  | - | WARNING: at (\S+:\d+)(?: %f\+)? | WARNING in $f | kernel/panic.c (before 3.11)
alone  | fault      | registers | - | divide[ _]error | divide error in $f | arch/x86/kernel/traps.c
alone  | fault      | registers | - | invalid opcode | invalid opcode in $f | arch/x86/kernel/traps.c
alone  | fault      | registers | - | int3 | int3 in $f | arch/x86/kernel/traps.c
alone  | fault      | registers | - | stack segment | stack segment fault in $f | arch/x86/kernel/traps.c
alone  | fault      | registers | - | (?:traps: )?PANIC: double fault | PANIC: double fault in $f | arch/x86/kernel/traps.c
alone  | fault      | registers | - | Internal error: | Internal error in $f | arch/arm64/kernel/traps.c
alone  | fault      | registers | - | Unhandled fault: | Unhandled fault in $f | arch/arm/mm/fault.c
alone  | fault      | registers | - | Alignment trap: | Alignment trap in $f | arch/arm/mm/alignment.c
alone  | fault      | registers | - | Oops(?: \[#\d+\]| - ) | Oops in $f | arch/riscv/kernel/traps.c
alone  | fault      | registers | - | Oops: (Kernel access of bad area|Exception in kernel mode) | Oops: $1 in $f | arch/powerpc/kernel/traps.c
alone  | fault      | registers | - | illegal operation: \d | illegal operation in $f | arch/s390/kernel/traps.c
alone  | fault      | registers | - | specification exception: \d | specification exception in $f | arch/s390/kernel/traps.c
alone  | fault      | registers | - | addressing exception: \d | addressing exception in $f | arch/s390/kernel/traps.c
alone  | fault      | registers | - | Unable to handle kernel pointer dereference | Unable to handle kernel pointer dereference in $f | arch/s390/mm/fault.c
alone  | fault      | registers | - | CPU \d+ Unable to handle kernel paging request | Unable to handle kernel paging request in $f | arch/mips/mm/fault.c
alone  | panic      | lockup    | *schedule* | Kernel panic - not syncing: corrupted stack end detected | kernel panic: corrupted stack end in $f | kernel/sched/core.c
alone  | panic      | line      | - | Kernel panic - not syncing: stack-protector: .* in: %f | kernel panic: stack is corrupted in $f | kernel/panic.c
alone  | panic      | trace     | *stack_chk* | Kernel panic - not syncing: stack-protector: | kernel panic: stack is corrupted in $f | kernel/panic.c
alone  | panic      | line      | - | Kernel panic - not syncing: | kernel panic: $why | kernel/panic.c
alone  | panic      | line      | - | sysrq: (?:SysRq : )?Trigger a crash | kernel panic: sysrq triggered crash | drivers/tty/sysrq.c
alone  | panic      | line      | - | SysRq : Trigger a crash | kernel panic: sysrq triggered crash | drivers/tty/sysrq.c (before 4.13)
always | leak       | trace     | *kmemleak* *mmap* *kmem* *slab* *alloc* create_object* idr_get* list_lru_init* pcpu_create* | unreferenced object 0x | memory leak in $f | mm/kmemleak.c
never  | lockdep    | line      | - | INFO: lockdep is turned off | - | kernel/locking/lockdep.c
never  | unknown    | line      | - | INFO: NMI handler .* took too long | - | arch/x86/kernel/nmi.c
never  | unknown    | line      | - | INFO: Slab 0x | - | mm/slub.c
never  | unknown    | line      | - | INFO: Stall ended | - | kernel/rcu/tree_stall.h
`;

/**
 * Later lines of a crash whose first line was lost: they open one, too, but only if none is open. Columns as above.
 */
export const LATE_BEGINS = String.raw`
late | memory    | trace     | el1_* el1h_* *tag_check* *kernel_fault* | (Read|Write) (?:of size \d+ )?at addr [0-9a-f]+ by task | KASAN: $1 in $f | mm/kasan/report.c
late | memory    | any       | - | Out-of-bounds (read|write) at 0x | KFENCE: out-of-bounds $1 in $f | mm/kfence/report.c
late | memory    | any       | - | Use-after-free (read|write) at 0x | KFENCE: use-after-free $1 in $f | mm/kfence/report.c
late | memory    | any       | - | Corrupted memory at 0x | KFENCE: memory corruption in $f | mm/kfence/report.c
late | memory    | registers | - | Oops: [0-9a-f]{4} \[#\d+\] | BUG: unable to handle kernel paging request in $f | arch/x86/kernel/dumpstack.c
late | hang      | wait      | - | "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables | INFO: task hung in $f | kernel/hung_task.c
late | hang      | stall     | *rcu* | (?:\t )?\(t=\d+ jiffies g= | INFO: rcu detected stall in $f | kernel/rcu/tree_stall.h
late | hang      | stall     | *rcu* | (?:\t)?\(detected by \d+, t=\d+ jiffies | INFO: rcu detected stall in $f | kernel/rcu/tree_stall.h
late | undefined | trace     | *ubsan* *overflow* | index -?\d+ is out of range for type | UBSAN: array-index-out-of-bounds in $f | lib/ubsan.c
late | undefined | trace     | *ubsan* *overflow* | shift exponent -?\d+ is | UBSAN: shift-out-of-bounds in $f | lib/ubsan.c
late | lockdep   | trace     | *lock* *stack* | the code is fine but needs lockdep annotation | INFO: trying to register non-static key in $f | kernel/locking/lockdep.c
late | lockdep   | locks     | process_one_work | which lock already depends on the new lock | possible deadlock in $f | kernel/locking/lockdep.c
late | memory    | registers | - | GPF could be caused by NULL-ptr deref or user memory access | general protection fault in $f | arch/x86/mm/kasan_init_64.c (before 5.7)
late | memory    | registers | - | KASAN: (?:null-ptr-deref|(?:probably|maybe) [a-z]+-memory-access) in range | general protection fault in $f | mm/kasan/report.c
late | memory    | registers | - | #PF: [a-z]+ (?:read access|write access|instruction fetch) in kernel mode | BUG: unable to handle kernel paging request in $f | arch/x86/mm/fault.c
late | memory    | registers | - | Mem abort info: | BUG: unable to handle kernel paging request in $f | arch/arm64/mm/fault.c
late | memory    | any       | *alloc_skb* | Uninit was (?:created|stored to memory) at: | KMSAN: uninit-value in $f | mm/kmsan/report.c
late | lockdep   | lock      | - | but task is already holding lock: | possible deadlock in $f | kernel/locking/lockdep.c
late | lockdep   | trace     | - | inconsistent \{ | inconsistent lock state in $f | kernel/locking/lockdep.c
late | lockdep   | any       | - | but there are no more locks to release! | WARNING: bad unlock balance in $f | kernel/locking/lockdep.c
late | lockdep   | trace     | *rcu* | rcu_scheduler_active = \d | WARNING: suspicious RCU usage in $f | kernel/locking/lockdep.c
late | atomic    | trace     | - | in_atomic\(\): \d | BUG: sleeping function called from invalid context in $f | kernel/sched/core.c
`;

/** Lines that tell what `[ cut here ]` announced when the first line after it was lost. Columns as above. */
export const CUT_BEGINS = String.raw`
late | bug     | registers | skb_* | invalid opcode: | kernel BUG in $f | arch/x86/kernel/traps.c
late | warning | location  | - | Modules linked in: | WARNING in $f | kernel/panic.c
late | warning | location  | - | CPU: \d+ (?:UID: \d+ )?PID: \d+ Comm: | WARNING in $f | kernel/panic.c
late | warning | location  | - | Kernel panic - not syncing: (?:kernel: )?panic_on_warn set | WARNING in $f | kernel/panic.c
`;

/** Prefixes of a first line, at most two of them. Columns: prefix | kernel source. */
export const PREFIXES = String.raw`
watchdog: | kernel/watchdog.c
Watchdog  | kernel/watchdog.c
rcu:      | kernel/rcu/tree_stall.h
Oops:     | arch/x86/kernel/dumpstack.c (since 6.10)
[         | kernel/locking/lockdep.c (before 4.12)
kasan:    | arch/x86/mm/kasan_init_64.c
NMI       | arch/x86/kernel/nmi.c
`;
