# shellcheck shell=sh
# Reports the way to each target and what will fail, and with --apply makes the targets.
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

# NAME: reports one target, and makes it with --apply.
sender() {
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
  [ "$apply$dynamic" != yesyes ] || [ -z "$target_mac" ] || configure "$1"
}

# Kernels without configfs take all targets as the parameter of the module.
conclude() {
  warn_of_kernel
  [ -z "$parameter" ] || field parameter "netconsole=$parameter"
  if [ "$apply" = yes ] && [ "$dynamic" = no ] && [ "$status" = 0 ]; then
    modprobe -r netconsole || :
    modprobe netconsole "netconsole=$parameter" || problem "Cannot load netconsole; see: dmesg | tail"
  fi
  exit "$status"
}

dynamic=no
[ "$apply" = no ] || ! open_configfs || dynamic=yes
