# A sender with three interfaces and the machines around it, in a network and mount namespace of its own:
#
#   s0 02::10  192.0.2.10  2001:db8::10  fe80::10  ---  the relay 192.0.2.1, 2001:db8::1, fe80::1 and
#                                                       the routers 192.0.2.254, 2001:db8::fe, all 02::01
#   s1 02::11  10.9.0.10, a member of the bridge br0
#   a0         fe80::9, which comes first but leads nowhere
#
# Behind the routers lie 198.51.100.0/24 and 2001:db8:1::/48; 203.0.113.0/24 lies behind one that does not exist.
set -e
mount -t tmpfs none /run
mount -t sysfs none /sys
sysctl -qw net.ipv6.conf.default.accept_dad=0
mkdir /run/netns
ip netns add peer
ip netns exec peer sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link set lo up
ip link add a0 type veth peer name a1 netns peer
ip -n peer link set a1 addrgenmode none up
ip link set a0 addrgenmode none up
ip addr add fe80::9/64 dev a0 nodad
ip link add s0 address 02:00:00:00:00:10 type veth peer name p0 address 02:00:00:00:00:01 netns peer
ip link set s0 addrgenmode none up
ip addr add 192.0.2.10/24 dev s0
ip addr add 2001:db8::10/64 dev s0 nodad
ip addr add fe80::10/64 dev s0 nodad
ip netns exec peer sh -e -c '
  ip link set p0 addrgenmode none up
  ip addr add 192.0.2.1/24 dev p0
  ip addr add 192.0.2.254/24 dev p0
  ip addr add 2001:db8::1/64 dev p0 nodad
  ip addr add 2001:db8::fe/64 dev p0 nodad
  ip addr add fe80::1/64 dev p0 nodad
'
ip link add br0 type bridge
ip link add s1 address 02:00:00:00:00:11 type veth peer name p1 netns peer
ip link set s1 addrgenmode none master br0 up
ip addr add 10.9.0.10/24 dev s1
ip neigh add 10.9.0.1 lladdr 02:00:00:00:00:09 dev s1 nud permanent
ip -n peer link set p1 up
ip route add 198.51.100.0/24 via 192.0.2.254
ip route add 203.0.113.0/24 via 192.0.2.99
ip route add 2001:db8:1::/48 via 2001:db8::fe
