/**
 * Functions that find, print or lead to a fault of others: a title names their caller. Columns: name without leading underscores,
 * `*` is any text | file of the kernel and what the function does.
 */
export const REPORTING_FUNCTIONS = String.raw`
*_trap                     | arch/*/kernel: handles an exception
die                        | arch/*/kernel: prints an oops
show_stack*                | arch/*/kernel: prints the stack
*walk_stack*               | arch/*/kernel/stacktrace.c: walks the stack
arch_stack_walk*           | arch/*/kernel/stacktrace.c: walks the stack
dabt_svc*                  | arch/arm/kernel/entry-armv.S: entry of an exception
pabt_svc*                  | arch/arm/kernel/entry-armv.S: entry of an exception
und_svc*                   | arch/arm/kernel/entry-armv.S: entry of an exception
do_undefinstr*             | arch/arm/kernel/traps.c: handles a fault
undef_handler*             | arch/arm/kernel/traps.c: handles a fault
unwind_backtrace*          | arch/arm/kernel/unwind.c: prints the stack
do_DataAbort*              | arch/arm/mm/fault.c: handles a fault
do_PrefetchAbort*          | arch/arm/mm/fault.c: handles a fault
brk_handler*               | arch/arm64/kernel/debug-monitors.c: leads to the handler
call_break_hook*           | arch/arm64/kernel/debug-monitors.c: leads to the handler
el0t_*                     | arch/arm64/kernel/entry.S: entry of an exception
el1_*                      | arch/arm64/kernel/entry.S: entry of an exception
el1h_*                     | arch/arm64/kernel/entry.S: entry of an exception
el1t_*                     | arch/arm64/kernel/entry.S: entry of an exception
dump_backtrace*            | arch/arm64/kernel/stacktrace.c: walks the stack
bug_handler*               | arch/arm64/kernel/traps.c: prints a warning
do_debug_exception*        | arch/arm64/mm/fault.c: leads to the handler
do_kernel_fault*           | arch/arm64/mm/fault.c: handles a fault
do_mem_abort*              | arch/arm64/mm/fault.c: handles a fault
do_sp_pc_abort*            | arch/arm64/mm/fault.c: handles a fault
do_tag_check_fault*        | arch/arm64/mm/fault.c: handles a fault
do_translation_fault*      | arch/arm64/mm/fault.c: handles a fault
*program_check_*           | arch/powerpc/kernel/traps.c: handles an exception
walk_stackframe*           | arch/riscv/kernel/stacktrace.c: walks the stack
retint_kernel*             | arch/x86/entry: entry of an interrupt
die_*                      | arch/x86/kernel/dumpstack.c: prints an oops
oops_*                     | arch/x86/kernel/dumpstack.c: prints an oops
*do_trap*                  | arch/x86/kernel/traps.c: handles an exception
*invalid_op*               | arch/x86/kernel/traps.c: handles an exception
do_error_trap*             | arch/x86/kernel/traps.c: handles an exception
fixup_bug*                 | arch/x86/kernel/traps.c: prints a warning
handle_bug*                | arch/x86/kernel/traps.c: prints a warning
x86_indirect_thunk_*       | arch/x86/lib/retpoline.S: jumps for others
phys_addr*                 | arch/x86/mm/physaddr.c: checks addresses of others
dev_alert                  | drivers/base/core.c: prints for others
dev_crit                   | drivers/base/core.c: prints for others
dev_emerg                  | drivers/base/core.c: prints for others
dev_err                    | drivers/base/core.c: prints for others
dev_info                   | drivers/base/core.c: prints for others
dev_notice                 | drivers/base/core.c: prints for others
dev_printk*                | drivers/base/core.c: prints for others
dev_warn                   | drivers/base/core.c: prints for others
*assertfail*               | fs/btrfs/messages.c, fs/xfs/xfs_message.c: prints a report
sysfs_warn_dup*            | fs/sysfs/dir.c: prints a report
hlist_*                    | include/linux/list.h: changes lists of others
seqprop_assert*            | include/linux/seqlock.h: checks locks of others
*perf_trace*               | include/trace/perf.h: notes events of others
debug_dma_*                | kernel/dma/debug.c: checks mappings of others
*warn_bogus*               | kernel/irq/handle.c, lib/debugobjects.c: prints a warning
sanitizer_cov_*            | kernel/kcov.c: notes which code ran
kcsan_*                    | kernel/kcsan: checks accesses of others
tsan_*                     | kernel/kcsan: checks accesses of others
*_no_locks_*               | kernel/locking/lockdep.c: checks locks of others
*imbalance_bug*            | kernel/locking/lockdep.c: prints a report
*lock_class*               | kernel/locking/lockdep.c: checks locks of others
*lock_is_held*             | kernel/locking/lockdep.c: asks for a lock
*lockdep*                  | kernel/locking/lockdep.c: checks locks of others
*mark_lock*                | kernel/locking/lockdep.c: checks locks of others
assign_lock_key*           | kernel/locking/lockdep.c: checks locks of others
check_chain_key*           | kernel/locking/lockdep.c: checks locks of others
check_deadlock*            | kernel/locking/lockdep.c: checks locks of others
check_flags                | kernel/locking/lockdep.c: checks locks of others
check_irq_usage*           | kernel/locking/lockdep.c: checks locks of others
check_noncircular*         | kernel/locking/lockdep.c: checks locks of others
check_prev_*               | kernel/locking/lockdep.c: checks locks of others
check_prevs_*              | kernel/locking/lockdep.c: checks locks of others
check_usage*               | kernel/locking/lockdep.c: checks locks of others
check_wait_context*        | kernel/locking/lockdep.c: checks locks of others
find_held_lock*            | kernel/locking/lockdep.c: checks locks of others
lock_acquire*              | kernel/locking/lockdep.c: notes a lock
lock_release*              | kernel/locking/lockdep.c: notes a lock
look_up_lock_class*        | kernel/locking/lockdep.c: checks locks of others
mark_held_locks*           | kernel/locking/lockdep.c: checks locks of others
mark_usage*                | kernel/locking/lockdep.c: checks locks of others
print_bad_irq_*            | kernel/locking/lockdep.c: prints a report
print_circular_bug*        | kernel/locking/lockdep.c: prints a report
print_deadlock_bug*        | kernel/locking/lockdep.c: prints a report
print_freed_lock_bug*      | kernel/locking/lockdep.c: prints a report
print_irq_inversion_bug*   | kernel/locking/lockdep.c: prints a report
print_lock_contention_*    | kernel/locking/lockdep.c: prints a report
print_lock_invalid_*       | kernel/locking/lockdep.c: prints a report
print_shortest_*           | kernel/locking/lockdep.c: prints a report
print_unlock_*             | kernel/locking/lockdep.c: prints a report
print_usage_bug*           | kernel/locking/lockdep.c: prints a report
reacquire_held_locks*      | kernel/locking/lockdep.c: checks locks of others
register_lock_class*       | kernel/locking/lockdep.c: checks locks of others
trace_softirq*             | kernel/locking/lockdep.c: notes the state of interrupts
valid_state*               | kernel/locking/lockdep.c: checks locks of others
validate_chain*            | kernel/locking/lockdep.c: checks locks of others
rwlock_bug*                | kernel/locking/spinlock_debug.c: prints a report
spin_bug*                  | kernel/locking/spinlock_debug.c: prints a report
spin_dump*                 | kernel/locking/spinlock_debug.c: prints a report
*get_taint                 | kernel/panic.c: asks for the taint
*panic*                    | kernel/panic.c: ends the kernel
*warn_slowpath*            | kernel/panic.c: prints a warning
__warn*                    | kernel/panic.c: prints a warning
check_panic_on_warn*       | kernel/panic.c: ends the kernel
print_tainted              | kernel/panic.c: prints a report
vpanic*                    | kernel/panic.c: ends the kernel
printk*                    | kernel/printk/printk.c: prints for others
vprintk*                   | kernel/printk/printk.c: prints for others
cant_migrate*              | kernel/sched/core.c: checks the context of others
cant_sleep*                | kernel/sched/core.c: checks the context of others
might_resched*             | kernel/sched/core.c: checks the context of others
might_sleep*               | kernel/sched/core.c: checks the context of others
stack_trace_*              | kernel/stacktrace.c: keeps a call trace
timer_fixup_*              | kernel/time/timer.c: helps the check of objects
timer_is_static_object*    | kernel/time/timer.c: helps the check of objects
trace_hardirq*             | kernel/trace/trace_preemptirq.c: notes the state of interrupts
work_is_static_object*     | kernel/workqueue.c: helps the check of objects
report_bug*                | lib/bug.c: prints a warning
debug_check_no_obj_freed*  | lib/debugobjects.c: checks objects of others
debug_object_*             | lib/debugobjects.c: checks objects of others
debug_print_object*        | lib/debugobjects.c: checks objects of others
*dump_stack*               | lib/dump_stack.c: prints the call trace itself
dump_stack*                | lib/dump_stack.c: prints the call trace itself
*hex_dump*              | lib/hexdump.c: prints for others
list_add*                  | lib/list_debug.c: changes lists of others
list_add_valid*            | lib/list_debug.c: checks lists of others
list_del*                  | lib/list_debug.c: changes lists of others
list_del_entry_valid*      | lib/list_debug.c: checks lists of others
ref_tracker_*              | lib/ref_tracker.c: counts for others
check_preemption_disabled* | lib/smp_processor_id.c: checks the context of others
debug_smp_processor_id*    | lib/smp_processor_id.c: checks the context of others
this_cpu_preempt_check*    | lib/smp_processor_id.c: checks the context of others
fortify_*                  | lib/string_helpers.c: checks what others copy
handle_overflow*           | lib/ubsan.c: prints a report
ubsan_*                    | lib/ubsan.c: prints a report
va_format*                 | lib/vsprintf.c: prints for others
*kasan*                    | mm/kasan: checks accesses of others
asan_*                     | mm/kasan: checks accesses of others
hwasan_*                   | mm/kasan: checks accesses of others
check_memory_region*       | mm/kasan/generic.c: checks accesses of others
check_region_inline*       | mm/kasan/generic.c: checks accesses of others
end_report*                | mm/kasan/report.c: ends a report
print_address_*            | mm/kasan/report.c: prints a report
print_report*              | mm/kasan/report.c: prints a report
kfence_*                   | mm/kfence: checks accesses of others
*kmsan*                    | mm/kmsan: checks accesses of others
msan_*                     | mm/kmsan: checks accesses of others
might_fault*               | mm/memory.c: checks the context of others
print_bad_*                | mm/memory.c: prints a report
*warn_alloc*               | mm/page_alloc.c: prints a warning
bad_page*                  | mm/page_alloc.c: prints a report
check_free_page*           | mm/page_alloc.c: checks pages of others
free_page_is_bad*          | mm/page_alloc.c: checks pages of others
free_pages_check_bad*      | mm/page_alloc.c: checks pages of others
*check_object*             | mm/slub.c: checks objects of others
check_bytes_and_report*    | mm/slub.c: checks objects of others
object_err*                | mm/slub.c: prints a report
print_trailer*             | mm/slub.c: prints a report
slab_err*                  | mm/slub.c: prints a report
slab_pad_check*            | mm/slub.c: checks objects of others
*check_heap_object*        | mm/usercopy.c: checks what others copy
check_stack_object*        | mm/usercopy.c: checks what others copy
report_usercopy*           | mm/usercopy.c: checks what others copy
usercopy_*                 | mm/usercopy.c: checks what others copy
skb_panic*                 | net/core/skbuff.c: prints a report
`;
