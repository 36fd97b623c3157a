/**
 * Common entries of the kernel: of a call trace that was taken somewhere in a loop, the function that such an entry called
 * tells which loop it is. Columns: name as in the lists of boring functions | what it leads to.
 */
export const STALL_ENTRIES = String.raw`
*do_syscall_*            | system calls, x86
*do_fast_syscall_*       | system calls, x86, 32 bits
*sysenter_dispatch*      | system calls, x86, 32 bits
*tracesys_phase2*        | system calls, x86
entry_*                  | system calls, x86
*el0_svc*                | system calls, arm64
*invoke_syscall*         | system calls, arm64
*ret_fast_syscall*       | system calls, arm
system_call_exception*   | system calls, powerpc
do_trap_ecall_u*         | system calls, riscv
*vfs_read*               | reading
*vfs_write*              | writing
*vfs_iter_read*          | reading
*vfs_iter_write*         | writing
*do_iter_read*           | reading and writing
*do_iter_write*          | writing
*call_read_iter*         | reading
*call_write_iter*        | writing
*new_sync_read*          | reading
*new_sync_write*         | writing
*vfs_ioctl*              | device controls
*ksys_ioctl*             | device controls
*compat_ioctl*           | device controls, 32 bits
*compat_sys_ioctl*       | device controls, 32 bits
*blkdev_ioctl*           | device controls of disks
*blkdev_driver_ioctl*    | device controls of disks
sock_ioctl*              | device controls of sockets
sock_do_ioctl*           | device controls of sockets
sys_ioctl*               | device controls
sys_connect*             | connecting
sys_socketpair*          | connecting
call_mmap*               | mappings of files
*mmap_region*            | mappings of files
*do_mmap*                | mappings of files
sock_mmap*               | mappings of sockets
*do_dentry_open*         | opening
*vfs_open*               | opening
fput                     | closing
sock_release*            | closing of sockets
*sk_common_release*      | closing of sockets
sock_sendmsg*            | sending
sock_recvmsg*            | receiving
kernel_setsockopt*       | options of sockets
*sock_common_setsockopt* | options of sockets
kernel_listen*           | listening
kernel_accept*           | accepting
rtnetlink_rcv_msg*       | requests about networks
nfnetlink_rcv_msg*       | requests about packet filters
netlink_dump*            | requests about networks
*task_work_run*          | work at the return to a process
*exit_to_usermode*       | work at the return to a process
*do_fault                | page faults
*do_page_fault*          | page faults
page_fault               | page faults
*process_one_work*       | work queues
kthread                  | kernel threads
*smpboot_thread_fn*      | kernel threads
*ret_from_fork*          | kernel threads
*do_softirq*             | soft interrupts
handle_softirqs*         | soft interrupts
softirqentry_text_start  | soft interrupts
*run_ksoftirqd*          | soft interrupts
*tasklet_action*         | tasklets
*tasklet_hi_action*      | tasklets
*call_timer_fn*          | timers
*_run_timers*            | timers
run_timers*              | timers
*run_timer_softirq*      | timers
*hrtimer_run*            | timers
*netif_receive_skb*      | received packets
*start_secondary*        | idle
*cpu_startup_entry*      | idle
`;

/** Entries that are a group of their own. Columns: name | name in the title, `-` as it is. */
export const STALL_GROUPS = String.raw`
*smp_call_function*      | smp_call_function
`;

/** Functions of tasks that wait which are a group of their own, wherever they are. Columns: name | name in the title. */
export const WAIT_GROUPS = String.raw`
*rtnl_lock*              | -
*synchronize_rcu*        | synchronize_rcu
*synchronize_srcu*       | synchronize_rcu
*synchronize_net*        | synchronize_rcu
*synchronize_sched*      | synchronize_rcu
`;

/** Functions that wait. Columns: name | what for. */
export const WAITS = String.raw`
*sched*                  | a processor
*context_switch*         | a processor
*switch_to*              | a processor
*_lock*                  | a lock
*_slowlock*              | a lock
*down*                   | a semaphore
*rwsem*                  | a semaphore
*wait*                   | an event
*completion*             | an event
*synchronize*            | all readers
*rcu_barrier*            | all callbacks
*cancel_delayed_work*    | work
*kthread*                | work
`;

/** The interrupt that finds a stall: the loop is what it interrupted. Columns: name | where. */
export const STALL_INTERRUPTS = String.raw`
*apic_timer_interrupt*   | x86
*el1h_64_irq*            | arm64
el1_irq*                 | arm64 (before 5.12)
`;
