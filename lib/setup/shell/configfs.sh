# shellcheck shell=sh
# One netconsole target in configfs, made or brought up to date. Kernel: Documentation/networking/netconsole.rst.
base=${NETCONSOLE_CONFIGFS:-/sys/kernel/config/netconsole}

say() {
  printf '%s\n' "netconsole: $*" >&2
}

# FILE VALUE: the only place that writes. One write, without a newline: the kernel counts that as part of the value.
write() {
  if ! printf %s "$2" >"$1"; then
    say "Cannot write '$2' to $1; see: dmesg | tail"
    exit 111
  fi
}

# Loads the module and mounts configfs where needed. False: this kernel has no CONFIG_NETCONSOLE_DYNAMIC.
open_configfs() {
  [ -d "$base" ] || modprobe netconsole 2>/dev/null || :
  [ -d "$base" ] || mount -t configfs none "${base%/netconsole}" 2>/dev/null || :
  [ -d "$base" ]
}

# A state that is written again is an error, so `enabled` is read first.
switch() {
  [ "$(cat "$dir/enabled")" = "$1" ] || write "$dir/enabled" "$1"
}

# NAME ADDRESS: a target that was of the other address family takes no address of this one and is made anew.
begin() {
  dir=$base/$1
  if [ -d "$dir" ]; then
    case $2/$(cat "$dir/remote_ip") in
    *:*/*:*) ;;
    *:*/* | */*:*) remove ;;
    esac
  fi
  make "$dir"
}

make() {
  [ -d "$1" ] && return 0
  if ! mkdir "$1"; then
    say "Cannot create $1; run as root, and see: dmesg | tail"
    exit 111
  fi
}

remove() {
  keep_userdata
  rmdir "$dir"
}

# FILE VALUE: a setting that can only be written while the target is disabled.
put() {
  if has "$@" && [ "$(cat "$dir/$1")" != "$2" ]; then
    switch 0
    write "$dir/$1" "$2"
  fi
}

# FILE VALUE: a setting that can be written at any time.
put_live() {
  if has "$@" && [ "$(cat "$dir/$1")" != "$2" ]; then write "$dir/$1" "$2"; fi
}

# FILE VALUE: whether this kernel has the file. Without it the feature is off.
has() {
  [ -e "$dir/$1" ] && return 0
  [ "$2" = 0 ] || say "this kernel has no '$1': left out"
  return 1
}

# KEY VALUE
userdatum() {
  has userdata "$1" || return 0
  make "$dir/userdata/$1"
  put_live "userdata/$1/value" "$2"
}

# KEY...: removes every other key of an earlier run.
# shellcheck disable=SC2120 # `data` gives the keys
keep_userdata() {
  for path in "$dir"/userdata/*/; do
    [ -d "$path" ] || continue
    key=${path%/}
    key=${key##*/}
    for kept in "$@"; do
      [ "$kept" = "$key" ] && continue 2
    done
    rmdir "$path"
  done
}

# NAME: makes the target of the settings below; `data` writes the userdata.
configure() {
  begin "$1" "$target"
  put extended "$extended"
  put release "$release"
  put dev_name "$device"
  put local_port "$source_port"
  # Linux 7.0 takes every address literally, also 0.0.0.0; left alone, the kernel takes the device's first one.
  [ -z "$source_ip" ] || put local_ip "$source_ip"
  put remote_port "$target_port"
  put remote_ip "$target"
  put remote_mac "$target_mac"
  data
  finish
}

finish() {
  switch 1
  if [ "$(cat "$dir/enabled")" != 1 ]; then
    say "target ${dir##*/} is not enabled; see: dmesg | tail"
    exit 111
  fi
  say "target ${dir##*/} is enabled"
}
