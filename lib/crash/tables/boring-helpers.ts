/**
 * Functions that allocate, lock, copy, compare, look up, register or wait for others: a title names their caller. Columns: name
 * without leading underscores, `*` is any text | file of the kernel and what the function does.
 */
export const HELPING_FUNCTIONS = String.raw`
readb                   | arch/*/include/asm/io.h: reads a device for others
readl                   | arch/*/include/asm/io.h: reads a device for others
readq                   | arch/*/include/asm/io.h: reads a device for others
readw                   | arch/*/include/asm/io.h: reads a device for others
writeb                  | arch/*/include/asm/io.h: writes a device for others
writel                  | arch/*/include/asm/io.h: writes a device for others
writeq                  | arch/*/include/asm/io.h: writes a device for others
writew                  | arch/*/include/asm/io.h: writes a device for others
arch_atomic*            | arch/x86/include/asm/atomic.h: reads and writes for others
*change_bit*            | arch/x86/include/asm/bitops.h: writes for others
*clear_bit*             | arch/x86/include/asm/bitops.h: writes for others
*set_bit*               | arch/x86/include/asm/bitops.h: writes for others
*test_bit*              | arch/x86/include/asm/bitops.h: reads for others
copy_user_*             | arch/x86/lib/copy_user_64.S: copies for others
*get_user*              | arch/x86/lib/getuser.S: copies for others
*put_user*              | arch/x86/lib/putuser.S: copies for others
x86_indirect_thunk_*    | arch/x86/lib/retpoline.S: jumps for others
device_add*             | drivers/base/core.c: registers for drivers
device_de*              | drivers/base/core.c: unregisters for drivers
device_for_each_child*  | drivers/base/core.c: looks up for drivers
device_re*              | drivers/base/core.c: registers and frees for drivers
device_unregister*      | drivers/base/core.c: unregisters for drivers
get_device_parent*      | drivers/base/core.c: registers for drivers
put_device              | drivers/base/core.c: counts for others
devm_*                  | drivers/base/devres.c: allocates for drivers
devres_release_all*     | drivers/base/devres.c: frees for drivers
dpm_sysfs_*             | drivers/base/power/sysfs.c: unregisters for drivers
hwrng_unregister*       | drivers/char/hw_random/core.c: unregisters for drivers
i2c_del_adapter*        | drivers/i2c/i2c-core-base.c: unregisters for drivers
unregister_client*      | drivers/i2c/i2c-core-base.c: unregisters for drivers
tty_unregister_device*  | drivers/tty/tty_io.c: unregisters for drivers
usb_hcd_submit_urb*     | drivers/usb/core/hcd.c: sends for drivers
usb_control_msg*        | drivers/usb/core/message.c: waits for drivers
usb_kill_*              | drivers/usb/core/urb.c: waits for drivers
usb_submit_urb*         | drivers/usb/core/urb.c: sends for drivers
dummy_urb_enqueue*      | drivers/usb/gadget/udc/dummy_hcd.c: sends for drivers
*dput*                  | fs/dcache.c: counts for others
*_nlink                 | fs/inode.c: counts for others
ihold                   | fs/inode.c: counts for others
iput                    | fs/inode.c: counts for others
iput_final              | fs/inode.c: counts for others
filldir*                | fs/readdir.c: copies for others
*sysfs_remove*          | fs/sysfs: unregisters for drivers
atomic64_*              | include/linux/atomic: reads and writes for others
atomic_*                | include/linux/atomic: reads and writes for others
raw_atomic*             | include/linux/atomic: reads and writes for others
read_once*              | include/linux/compiler.h: reads for others
read_word_at_a_time*    | include/linux/compiler.h: reads for others
write_once*             | include/linux/compiler.h: writes for others
kref_*                  | include/linux/kref.h: counts for others
*list_move*             | include/linux/list.h: changes lists of others
*list_replace*          | include/linux/list.h: changes lists of others
*list_splice*           | include/linux/list.h: changes lists of others
lock_page               | include/linux/pagemap.h: locks for others
rhashtable_lookup*      | include/linux/rhashtable.h: looks up for others
*calloc*                | include/linux/slab.h: allocates for others
*zalloc*                | include/linux/slab.h: allocates for others
kthread_stop*           | kernel/kthread.c: waits for others
debug_mutex_*           | kernel/locking/mutex-debug.c: checks locks of others
*mutex_lock*            | kernel/locking/mutex.c: locks for others
mutex_*                 | kernel/locking/mutex.c: locks for others
ww_mutex_*              | kernel/locking/mutex.c: locks for others
osq_*                   | kernel/locking/osq_lock.c: locks for others
rt_mutex_*              | kernel/locking/rtmutex.c: locks for others
*down_read*             | kernel/locking/rwsem.c: locks for others
*down_write*            | kernel/locking/rwsem.c: locks for others
*up_read*               | kernel/locking/rwsem.c: locks for others
*up_write*              | kernel/locking/rwsem.c: locks for others
owner_on_cpu*           | kernel/locking/rwsem.c: locks for others
rwsem_*                 | kernel/locking/rwsem.c: locks for others
*down_trylock*          | kernel/locking/semaphore.c: locks for others
down                    | kernel/locking/semaphore.c: locks for others
*read_lock*             | kernel/locking/spinlock.c: locks for others
*read_trylock*          | kernel/locking/spinlock.c: locks for others
*read_unlock*           | kernel/locking/spinlock.c: locks for others
*spin_lock*             | kernel/locking/spinlock.c: locks for others
*spin_trylock*          | kernel/locking/spinlock.c: locks for others
*spin_unlock*           | kernel/locking/spinlock.c: locks for others
*write_lock*            | kernel/locking/spinlock.c: locks for others
*write_trylock*         | kernel/locking/spinlock.c: locks for others
*write_unlock*          | kernel/locking/spinlock.c: locks for others
cleanup_srcu_struct*    | kernel/rcu/srcutree.c: waits for others
*wait_for_completion*   | kernel/sched/completion.c: waits for others
complete                | kernel/sched/completion.c: wakes for others
*raw_spin_rq*           | kernel/sched/core.c: locks for others
io_schedule*            | kernel/sched/core.c: waits for others
schedule                | kernel/sched/core.c: waits for others
schedule_preempt_*      | kernel/sched/core.c: waits for others
task_rq_lock*           | kernel/sched/core.c: locks for others
__wake_up*              | kernel/sched/wait.c: wakes for others
finish_wait*            | kernel/sched/wait.c: waits for others
*bh_disable*            | kernel/softirq.c: locks for others
*bh_enable*             | kernel/softirq.c: locks for others
*del_timer*             | kernel/time/timer.c: stops a timer of others
__mod_timer*            | kernel/time/timer.c: starts a timer of others
*timer_base*            | kernel/time/timer.c: locks for others
schedule_timeout*       | kernel/time/timer.c: waits for others
timer_delete_sync*      | kernel/time/timer.c: stops a timer of others
*flush_work*            | kernel/workqueue.c: waits for others
*queue_work*            | kernel/workqueue.c: queues work of others
*cancel_*work*          | kernel/workqueue.c: waits for others
destroy_workqueue*      | kernel/workqueue.c: waits for others
drain_workqueue*        | kernel/workqueue.c: waits for others
insert_work*            | kernel/workqueue.c: queues work of others
queue_delayed_work*     | kernel/workqueue.c: queues work of others
try_to_grab_pending*    | kernel/workqueue.c: takes work of others
crc*                    | lib/crc: reads for others
should_fail*            | lib/fault-inject.c: makes allocations fail for tests
ida_free*               | lib/idr.c: looks up for others
*copy_from_iter*        | lib/iov_iter.c: copies for others
*copy_page_from_iter*   | lib/iov_iter.c: copies for others
*copy_page_to_iter*     | lib/iov_iter.c: copies for others
*copy_to_iter*          | lib/iov_iter.c: copies for others
copy_folio_to_iter*     | lib/iov_iter.c: copies for others
copyin                  | lib/iov_iter.c: copies for others
copyout                 | lib/iov_iter.c: copies for others
*kasprintf*             | lib/kasprintf.c: allocates for others
*kvasprintf*            | lib/kasprintf.c: allocates for others
klist_*                 | lib/klist.c: changes lists of others
*kobject_*              | lib/kobject.c: counts for others
add_uevent_var*         | lib/kobject_uevent.c: prints for others
*list_add*              | lib/list_debug.c: changes lists of others
*list_del*              | lib/list_debug.c: changes lists of others
logic_in*               | lib/logic_pio.c: reads a device for others
logic_out*              | lib/logic_pio.c: writes a device for others
rb_*                    | lib/rbtree.c: looks up for others
refcount_*              | lib/refcount.c: counts for others
extract_iter_to_sg*     | lib/scatterlist.c: copies for others
extract_user_to_sg*     | lib/scatterlist.c: copies for others
*memchr*                | lib/string.c: compares for others
*memcmp*                | lib/string.c: compares for others
*memcpy*                | lib/string.c: copies for others
*memmove*               | lib/string.c: copies for others
*memset*                | lib/string.c: writes for others
*strchr*                | lib/string.c: compares for others
*strcmp*                | lib/string.c: compares for others
*strcpy*                | lib/string.c: copies for others
*strlcpy*               | lib/string.c: copies for others
*strlen*                | lib/string.c: reads for others
*strncmp*               | lib/string.c: compares for others
*strncpy*               | lib/string.c: copies for others
*strnlen*               | lib/string.c: reads for others
*strnstr*               | lib/string.c: compares for others
*strscpy*               | lib/string.c: copies for others
*strstr*                | lib/string.c: compares for others
strcasecmp*             | lib/string.c: compares for others
strcat*                 | lib/string.c: copies for others
strlcat*                | lib/string.c: copies for others
strncasecmp*            | lib/string.c: compares for others
strncat*                | lib/string.c: copies for others
strrchr*                | lib/string.c: compares for others
*copy_from_user*        | lib/usercopy.c: copies for others
*copy_to_user*          | lib/usercopy.c: copies for others
*pointer*               | lib/vsprintf.c: formats for others
*printf                 | lib/vsprintf.c: formats for others
*string*                | lib/vsprintf.c: formats for others
number                  | lib/vsprintf.c: formats for others
xas_*                   | lib/xarray.c: looks up for others
do_read_cache_*         | mm/filemap.c: reads for others
filemap_alloc_folio*    | mm/filemap.c: allocates for others
filemap_get_folio*      | mm/filemap.c: looks up for others
find_lock_entries*      | mm/filemap.c: looks up for others
folio_unlock*           | mm/filemap.c: locks for others
read_cache_page*        | mm/filemap.c: reads for others
find_or_create_page*    | mm/folio-compat.c: looks up for others
grab_cache_page_*       | mm/folio-compat.c: looks up for others
pagecache_get_page*     | mm/folio-compat.c: looks up for others
unlock_page*            | mm/folio-compat.c: locks for others
folio_alloc*            | mm/mempolicy.c: allocates for others
*alloc_page*            | mm/page_alloc.c: allocates for others
alloc_frozen_pages*     | mm/page_alloc.c: allocates for others
get_free_pages*         | mm/page_alloc.c: allocates for others
get_page_from_freelist* | mm/page_alloc.c: allocates for others
post_alloc_hook*        | mm/page_alloc.c: allocates for others
prep_new_page*          | mm/page_alloc.c: allocates for others
rmqueue*                | mm/page_alloc.c: allocates for others
cache_alloc_*           | mm/slab.c: allocates for others
cache_free*             | mm/slab.c: frees for others
cache_grow*             | mm/slab.c: allocates for others
*krealloc*              | mm/slab_common.c: allocates for others
*malloc*                | mm/slab_common.c, mm/vmalloc.c: allocates for others
*allocate_slab*         | mm/slub.c: allocates for others
*kmem_cache*            | mm/slub.c: allocates for others
*slab_*                 | mm/slub.c: allocates for others
kfree                   | mm/slub.c: frees for others
truncate_inode_pages*   | mm/truncate.c: frees for others
*memdup*                | mm/util.c: allocates for others
*strdup*                | mm/util.c: allocates for others
*strndup*               | mm/util.c: allocates for others
kvfree                  | mm/util.c: frees for others
*rollback_registered*   | net/core/dev.c: unregisters for drivers
*unregister_netdev*     | net/core/dev.c: unregisters for drivers
kfree_skb*              | net/core/skbuff.c: frees for others
sk_stop_timer_sync*     | net/core/sock.c: stops a timer of others
`;
