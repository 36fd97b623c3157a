/**
 * Messages worth an event without a call trace; the first row that matches decides. Columns: type | pattern | kernel source that
 * prints the line. The pattern matches at the start of the line and begins with four literal characters (`\d` is a digit), or with
 * alternatives of them; `%d` is the device. What it matches becomes the title.
 */
export const TROUBLES = String.raw`
oom        | Out of memory: Killed process | mm/oom_kill.c
oom        | Memory cgroup out of memory: | mm/oom_kill.c
hardware   | mce: \[Hardware Error\]: (?:Machine check events logged|CPU \d+: Machine [Cc]heck(?: Exception)?) | arch/x86/kernel/cpu/mce/core.c
hardware   | \{\d+\}\[Hardware Error\]: +section_type: [\w /-]{1,40} | drivers/firmware/efi/cper.c
hardware   | EDAC %d: \d+ [CU]E | drivers/edac/edac_mc.c
hardware   | NMI: PCI system error | arch/x86/kernel/nmi.c
hardware   | pcieport %d: AER: (?:Multiple )?[\w-]+ error (?:message )?received | drivers/pci/pcie/aer.c
hardware   | AER: (?:Multiple )?[\w-]+ error (?:message )?received | drivers/pci/pcie/aer.c
hardware   | Machine [Cc]heck | arch/*/kernel
storage    | (?<d>ata\d+(?:\.\d+)?): (?:hard resetting link|failed command: [A-Z /]+|[A-Za-z ]{1,40}failed) | drivers/ata/libata-eh.c
storage    | nvme %d: I/O .{1,80}?timeout | drivers/nvme/host/pci.c
storage    | nvme %d: Device not ready | drivers/nvme/host/core.c
storage    | blk_update_request: (?:I/O|critical \w+) error, dev %d | block/blk-core.c (before 5.16)
storage    | I/O error, dev %d | block/blk-mq.c
storage    | Buffer I/O error on dev(?:ice)? %d | fs/buffer.c
storage    | sd (?<d>\d\S*): (?:\[\w+\] )?rejecting I/O | drivers/scsi/scsi_lib.c
storage    | md/raid\d*:%d: Disk failure | drivers/md
filesystem | EXT4-fs error \(device %d\) | fs/ext4/super.c
filesystem | EXT4-fs \(%d\): Remounting filesystem read-only | fs/ext4/super.c
filesystem | XFS \(%d\): (?:.{1,80}?Shutting down|Metadata corruption) | fs/xfs
filesystem | BTRFS error \(device %d[^)]*\) | fs/btrfs/messages.c
filesystem | BTRFS critical \(device %d[^)]*\) | fs/btrfs/messages.c
network    | NETDEV WATCHDOG: (?:CPU: \d+: )?%d \([\w-]+\): transmit queue | net/sched/sch_generic.c
network    | unregister_netdevice: waiting for %d to become free | net/core/dev.c
thermal    | (?:mce: )?(?<d>CPU\d+): \w+ temperature above threshold | drivers/thermal/intel/therm_throt.c
thermal    | thermal %d: .{1,40}critical temperature reached | drivers/thermal/thermal_core.c
thermal    | critical temperature reached | drivers/thermal/thermal_core.c
`;

/** Messages that are counted only, in the same form. */
export const COUNTED = String.raw`
network    | (?:e1000|igb |igc |ixgbe|i40e|ice )\S* ?\S+ %d: NIC Link is Down | drivers/net/ethernet/intel
`;
