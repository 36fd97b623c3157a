# shellcheck shell=sh
# What will keep kernel messages from leaving by $device, read from /sys and /proc. NETCONSOLE_ROOT is before both.
root=${NETCONSOLE_ROOT:-}
release_text=$(cat "$root/proc/sys/kernel/osrelease")

warn() {
  printf 'warning   %s\n' "$*"
}

warn_of_device() {
  net=$root/sys/class/net/$device
  if [ -e "$net/master" ]; then
    master=$(readlink "$net/master")
    warn "$device belongs to ${master##*/}: the kernel refuses it; give --device ${master##*/}"
  fi
  if grep -qs DEVTYPE=vlan "$net/uevent"; then
    warn "$device is a VLAN: it sends only if the driver of the interface below supports netpoll"
  fi
  if [ -d "$net/bridge" ] || [ -d "$net/bonding" ]; then
    warn "$device is a bridge or bond: it sends only if the drivers of its members support netpoll"
  fi
  if [ -e "$net/wireless" ] || [ -e "$net/phy80211" ] || grep -qs DEVTYPE=wlan "$net/uevent"; then
    warn "$device is Wi-Fi: the kernel refuses it (no netpoll); use a wired interface"
  elif [ "$(cat "$net/type" 2>/dev/null || echo 1)" != 1 ]; then
    warn "$device is not Ethernet: the kernel refuses it (no netpoll); use a wired interface"
  fi
  if [ "$(cat "$net/carrier" 2>/dev/null || echo 0)" != 1 ]; then
    warn "$device has no carrier: connect it and bring it up"
  fi
}

warn_of_kernel() {
  # Not `read`: byte by byte these files have one digit.
  level=$(cat "$root/proc/sys/kernel/printk")
  level=${level%%[!0-9]*}
  if [ "$level" -lt 7 ]; then
    warn "console level $level sends only levels below $level; dmesg -n 8 (for good: loglevel=8 on the kernel command line)"
  fi
  if older 4 2 && [ "$extended" = 1 ]; then warn "Linux $release_text has no extended format (4.2)"; fi
  if older 6 6 && [ "$release" = 1 ]; then warn "Linux $release_text does not send its release (6.6)"; fi
  if ! older 7 0 && [ "$(cat "$root/proc/sys/kernel/panic")" -ne 0 ]; then
    warn "kernel.panic is not 0: from Linux 7.0 on nothing of a panic leaves the machine then; sysctl kernel.panic=0"
  fi
  has_module || warn "no module netconsole for Linux $release_text: install the package with all modules, such as linux-modules-extra"
}

# MAJOR MINOR: whether the kernel is older.
older() {
  major=${release_text%%.*}
  minor=${release_text#*.}
  minor=${minor%%[!0-9]*}
  [ "$major" -lt "$1" ] || { [ "$major" -eq "$1" ] && [ "$minor" -lt "$2" ]; }
}

has_module() {
  modules=$root/lib/modules/$release_text
  [ -d "$base" ] || [ -d "$root/sys/module/netconsole" ] ||
    grep -qs '/netconsole\.ko' "$modules/modules.dep" "$modules/modules.builtin"
}
