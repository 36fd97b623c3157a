/**
 * Places in the source that report what others did wrong: the title names the kind of fault, and its function comes from
 * the call trace. Columns: title without them | file | function, `*` is any text | functions that are boring in this kind, too |
 * title | what is checked for whom.
 */
export const LOCATIONS = String.raw`
WARNING    | lib/refcount.c           | *               | *kobject* *refcount*                                                                 | WARNING: refcount bug in $f          | reference counts for everybody
WARNING    | *                        | refcount_*      | *kobject* *refcount*                                                                 | WARNING: refcount bug in $f          | the same, inline in older kernels
WARNING    | lib/debugobjects.c       | *               | *debug_* *rcu* *hrtimer_* *timer_* *work_* *percpu_* *vunmap* *vfree* __free_* *kobject* | WARNING: ODEBUG bug in $f            | the life of objects for their owners
WARNING    | kernel/locking/lockdep.c | *lock_*         | lock_sock* release_sock*                                                             | WARNING: locking bug in $f           | locks for their users
WARNING    | lib/kobject.c            | *               | *kobject*                                                                            | WARNING: kobject bug in $f           | the life of objects for their owners
WARNING    | fs/proc/generic.c        | *               | proc_*                                                                               | WARNING: proc registration bug in $f | names for those who register files
WARNING    | mm/*                     | kmalloc*        | *kmalloc* *krealloc* *slab* *kmem*                                                   | WARNING: kmalloc bug in $f           | sizes for those who allocate
WARNING    | mm/*                     | kvmalloc*       | *kmalloc* *krealloc* *slab* *kmem*                                                   | WARNING: kmalloc bug in $f           | sizes for those who allocate
WARNING    | mm/vmalloc.c             | *vmalloc_node*  | -                                                                                    | WARNING: zero-size vmalloc in $f     | sizes for those who allocate
WARNING    | mm/usercopy.c            | *               | *usercopy* check_*                                                                   | WARNING: bad usercopy in $f          | what others copy
WARNING    | drivers/usb/core/urb.c   | usb_submit_urb  | usb_start_wait_urb* usb_bulk_msg* usb_interrupt_msg* *control_msg*               | WARNING in $f/usb_submit_urb         | requests for hundreds of drivers
kernel BUG | lib/list_debug.c         | *               | -                                                                                    | BUG: corrupted list in $f            | lists for their owners
kernel BUG | mm/usercopy.c            | *               | *usercopy* check_*                                                                   | BUG: bad usercopy in $f              | what others copy
`;
