/** Constants of the Linux ABI, equal on x86-64 and arm64 (include/uapi/asm-generic/socket.h and others). */
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_NONBLOCK = 0x800;
export const SOCK_CLOEXEC = 0x80000;
export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_ERROR = 4;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_REUSEPORT = 15;
export const SO_PASSCRED = 16;
export const SO_PEERCRED = 17;
export const SO_SNDTIMEO = 21;
export const SO_ACCEPTCONN = 30;
export const SO_RCVBUFFORCE = 33;
export const SO_TIMESTAMPNS = 35;
export const SO_DOMAIN = 39;
export const SO_MEMINFO = 55;
/** A control message with a `struct ucred`: pid, uid and gid, four bytes each. */
export const SCM_CREDENTIALS = 2;
/** Indexes of the array of SO_MEMINFO, bytes held and allowed and the drop count, and the array's length. */
export const SK_MEMINFO_RMEM_ALLOC = 0;
export const SK_MEMINFO_RCVBUF = 1;
export const SK_MEMINFO_DROPS = 8;
export const SK_MEMINFO_VARS = 9;
export const IPPROTO_TCP = 6;
export const TCP_INFO = 11;
export const TCP_USER_TIMEOUT = 18;
/** Offsets of 64-bit and 32-bit members of `struct tcp_info` (include/uapi/linux/tcp.h), and the bytes up to after the last one. */
export const TCPI_BYTES_ACKED = 120;
export const TCPI_SND_WND = 228;
export const TCP_INFO_BYTES = 232;
/** Bytes in the socket's send queue that the peer's kernel has not acknowledged; of a unix socket, memory that the peer has not read. */
export const SIOCOUTQ = 0x5411;
export const IPPROTO_IPV6 = 41;
export const IPV6_V6ONLY = 26;
export const MSG_DONTWAIT = 0x40;
export const MSG_NOSIGNAL = 0x4000;
export const MSG_TRUNC = 0x20;
export const EFD_NONBLOCK = 0x800;
export const EFD_CLOEXEC = 0x80000;
export const POLLIN = 1;
export const MADV_DONTNEED = 4;
export const MADV_HUGEPAGE = 14;
export const F_SETFD = 2;
export const FD_CLOEXEC = 1;
/** Duplicates a descriptor; the new one is closed by exec(2). */
export const F_DUPFD_CLOEXEC = 1030;
export const MADV_NOHUGEPAGE = 15;
export const EINTR = 4;
export const EAGAIN = 11;
export const EMSGSIZE = 90;

/** `struct sockaddr_in6` is the longest address met. */
export const SOCKADDR_BYTES = 28;
