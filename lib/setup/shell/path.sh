# shellcheck shell=sh
# The way from this machine to $target: device, source address, next hop and its MAC address. No `ip -j`: BusyBox has none.

# Sets $family and $next_hop, and $device and $source_ip where they are empty. False: there is no way, which is reported.
find_route() {
  case $target in *:*) family=-6 ;; *) family=-4 ;; esac
  next_hop=$target
  set -- "$family" route get "$target"
  [ -z "$device" ] || set -- "$@" oif "$device"
  if ! route=$(ip "$@" 2>&1); then
    problem "No route to $target: ${route#ip: }; bring the interface up, add a route, or check the address"
    return 1
  fi
  case $route in
  local*)
    problem "$target is an address of this machine; give that of the relay"
    return 1
    ;;
  esac
  # shellcheck disable=SC2086 # words: ADDRESS [via [inet6] GATEWAY] dev DEVICE src ADDRESS …
  set -- $route
  while [ $# -gt 1 ]; do
    case $1 in
    via) if [ "$2" = inet6 ]; then next_hop=$3; else next_hop=$2; fi ;;
    dev) device=$2 ;;
    src) [ -n "$source_ip" ] || source_ip=$2 ;;
    esac
    shift
  done
}

# Sets $target_mac where it is empty. False: nobody answers, which is reported.
find_mac() {
  [ -z "$target_mac" ] || return 0
  for attempt in 0 1 2 3; do
    read_mac && return 0
    if [ "$attempt" = 0 ]; then provoke; else sleep 1; fi
  done
  read_mac && return 0
  problem "$next_hop does not answer on $device: no MAC address to send to; check cable, VLAN and address, or give --target-mac"
  return 1
}

# Reads the neighbour table: ADDRESS lladdr MAC STATE. An entry without answer has no lladdr.
read_mac() {
  previous=
  for word in $(ip neigh show "$next_hop" dev "$device" 2>/dev/null); do
    [ "$previous" != lladdr ] || target_mac=$word
    previous=$word
  done
  [ -n "$target_mac" ]
}

# Whatever is sent to $target makes the kernel ask for the MAC address of the next hop.
# shellcheck disable=SC2016 # $0 is for bash
provoke() {
  case $target in
  [Ff][Ee][89AaBb]*:*) host=$target%$device ;;
  *) host=$target ;;
  esac
  {
    ping -c 1 -W 1 "$host" || read_mac ||
      echo | nc -u -w 1 "$host" 9 || read_mac ||
      nc -w 1 "$host" 9 || read_mac ||
      bash -c 'echo >"/dev/udp/$0/9"' "$host"
  } </dev/null >/dev/null 2>&1 || :
}
