# shellcheck shell=sh
# Reports the way to each target and what will fail; with --apply makes the targets.
apply=no
status=0
parameter=
case "$*" in
'') ;;
--apply) apply=yes ;;
*)
  say "unknown option '$*'; the only one is --apply"
  exit 100
  ;;
esac
command -v ip >/dev/null || {
  say "Cannot find the way to the relay: no program ip; install iproute2"
  exit 111
}

problem() {
  say "$*"
  status=111
}

field() {
  printf '%-9s %s\n' "$1" "$2"
}

# Reports the target that is set, and adds it to $parameter.
report() {
  find_route || return 0
  field target "$target port $target_port"
  field device "$device"
  field source "$source_ip port $source_port"
  field 'next hop' "$next_hop"
  if find_mac; then
    field mac "$target_mac"
    text=$flags$source_port@$source_ip/$device,$target_port@$target/$target_mac
    parameter=$parameter${parameter:+;}$text
  fi
  warn_of_device
}

# NUMBER...: makes the targets, in configfs where the kernel has it.
make_targets() {
  if open_configfs; then
    for number in "$@"; do
      "target_$number"
      find_route && find_mac && configure "relay$number"
    done
  else
    modprobe -r netconsole || :
    modprobe netconsole "netconsole=$parameter" || problem "Cannot load netconsole; see: dmesg | tail"
  fi
}

# NUMBER...: target_NUMBER sets each target.
main() {
  for number in "$@"; do
    "target_$number"
    report
  done
  warn_of_kernel
  [ -z "$parameter" ] || field parameter "netconsole=$parameter"
  if [ "$apply" = yes ]; then
    if [ "$status" = 0 ]; then make_targets "$@"; else say "nothing was changed: the way is not complete"; fi
  fi
  exit "$status"
}
