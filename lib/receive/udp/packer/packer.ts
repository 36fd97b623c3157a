/**
 * Packs datagrams that recvmmsg(2) left in slots into records that lie side by side, in WebAssembly, compiled by `npm run assembly`
 * into ../packer-code.ts. On its way each byte is looked at once: whether a message is printable ASCII is known from here on.
 *
 * All positions are addresses of this module's memory. Sixteen bytes are copied at a time: the caller sees to it that as many behind each
 * slot's bytes can be read, and `limit` leaves as many that nobody needs behind the last record.
 */

/** `struct mmsghdr` on 64-bit Linux. */
const HEADER_BYTES: usize = 64;
const CONTROL_LENGTH_AT: usize = 40;
const FLAGS_AT: usize = 48;
const LENGTH_AT: usize = 56;
const MSG_TRUNC: u32 = 0x20;

/** Room for one `struct cmsghdr`, of which a `struct timespec` is filled, and what a time of SO_TIMESTAMPNS looks like. */
const CONTROL_BYTES: usize = 64;
const TIMED_BYTES: u64 = 32;
const TIME_KIND: u64 = (35 << 32) | 1;

/** Room for `struct sockaddr_in6`, of which `struct sockaddr_in` uses less. */
const NAME_BYTES: usize = 32;
const AF_INET: u32 = 2;
const MAPPED_PREFIX: u32 = 0xffff_0000;
const LINK_LOCAL_MASK: u32 = 0xc0ff;
const LINK_LOCAL: u32 = 0x80fe;

/** See ../backlog.ts. */
const IS_TRUNCATED: u32 = 1 << 17;
const IS_V6: u32 = 1 << 18;
const IS_PLAIN: u32 = 1 << 19;
const V4_HEAD: usize = 24;
const V6_HEAD: usize = 40;

const NEWLINE: u8 = 0x0a;

let headers: usize = 0;
let controls: usize = 0;
let names: usize = 0;
let data: usize = 0;
let stride: usize = 0;
let packedEnd: usize = 0;

/** Where the slots' headers, control messages and names are, where the bytes of the first begin, and how far those of the next are away. */
export function use(
  headersAt: usize,
  controlsAt: usize,
  namesAt: usize,
  dataAt: usize,
  bytesToNext: usize,
): void {
  headers = headersAt;
  controls = controlsAt;
  names = namesAt;
  data = dataAt;
  stride = bytesToNext;
}

/** Where the record after the last one packed goes. */
export function end(): usize {
  return packedEnd;
}

/**
 * Writes the datagrams in slots from `first` on, but before `behind`, as records from `to` on, as long as they end at `limit` or
 * before it. `socket`: the bits that stand for it; `read`: when they were read. Returns the slot of the first that found no room, or `behind`.
 */
export function pack(
  first: u32,
  behind: u32,
  to: usize,
  limit: usize,
  socket: u32,
  read: u32,
): u32 {
  let at = to;
  let slot = first;
  for (; slot < behind; slot++) {
    const header = headers + slot * HEADER_BYTES;
    const name = names + slot * NAME_BYTES;
    const length = load<u32>(header, LENGTH_AT);
    const isShort = isV4(name);
    const text = at + (isShort ? V4_HEAD : V6_HEAD);
    const next = text + ((length + 7) & ~7);
    if (next > limit) break;
    const isPlain = copy(data + slot * stride, length, text);
    const isTruncated = (load<u32>(header, FLAGS_AT) & MSG_TRUNC) != 0;
    const bits =
      (isTruncated ? IS_TRUNCATED : 0) | (isShort ? 0 : IS_V6) | (isPlain ? IS_PLAIN : 0);
    store<u32>(at, length | bits | socket);
    store<u32>(at, portOf(name), 4);
    store<f64>(at, arrivalUs(header, controls + slot * CONTROL_BYTES), 8);
    store<u32>(at, read, 16);
    if (isShort) store<u32>(at, addressOf(name), 20);
    else storeAddress(name, at);
    at = next;
  }
  packedEnd = at;
  return slot;
}

function isV4(name: usize): bool {
  if (load<u16>(name) == AF_INET) return true;
  return load<u64>(name, 8) == 0 && load<u32>(name, 16) == MAPPED_PREFIX;
}

/** In network order, as a little-endian word; of a mapped address, too. */
function addressOf(name: usize): u32 {
  return load<u16>(name) == AF_INET ? load<u32>(name, 4) : load<u32>(name, 20);
}

function portOf(name: usize): u32 {
  const port = <u32>load<u16>(name, 2);
  return ((port & 0xff) << 8) | (port >> 8);
}

/** The words of an IPv6 address, the last one first, and the scope of a link-local one. */
function storeAddress(name: usize, at: usize): void {
  const first = load<u32>(name, 8);
  store<u32>(at, load<u32>(name, 20), 20);
  store<u32>(at, load<u32>(name, 16), 24);
  store<u32>(at, load<u32>(name, 12), 28);
  store<u32>(at, first, 32);
  store<u32>(at, (first & LINK_LOCAL_MASK) == LINK_LOCAL ? load<u32>(name, 24) : 0, 36);
}

/** Arrival in the kernel, microseconds since the epoch; NaN when the kernel gave no time. */
function arrivalUs(header: usize, control: usize): f64 {
  const isTimed =
    load<u64>(header, CONTROL_LENGTH_AT) >= TIMED_BYTES && load<u64>(control, 8) == TIME_KIND;
  if (!isTimed) return NaN;
  return <f64>(load<i64>(control, 16) * 1_000_000 + <i64>(load<u32>(control, 24) / 1000));
}

/** Copies a datagram; returns whether all of it, but for NULs at its end and a newline before them, is printable ASCII. */
function copy(from: usize, length: u32, to: usize): bool {
  let textEnd = length;
  while (textEnd > 0 && load<u8>(from + textEnd - 1) == 0) textEnd--;
  if (textEnd > 0 && load<u8>(from + textEnd - 1) == NEWLINE) textEnd--;
  let isPlain = true;
  for (let at: u32 = 0; at < length; at += 16) {
    const bytes = v128.load(from + at);
    v128.store(to + at, bytes);
    const others = i8x16.bitmask(
      i8x16.gt_u(i8x16.sub(bytes, i8x16.splat(0x20)), i8x16.splat(0x5e)),
    );
    if (others != 0 && at + ctz(others) < textEnd) isPlain = false;
  }
  return isPlain;
}
