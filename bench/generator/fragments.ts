import { fragmentsOf } from '../../test/netconsole/kernel-sender.ts';
import type { BenchFormat } from './job.ts';
import { FIELD_DIGITS, NUMBER_MARK, type MessageTemplate } from './message-template.ts';

/** Fragmented records go out in two pieces and in three, in turn. */
const CYCLE = [2, 3] as const;
/** Datagrams of one cycle. */
export const CYCLE_DATAGRAMS = CYCLE[0] + CYCLE[1];

/** The text of each of them, up to the last running number: with it, the longer is about as long as a kernel's line. */
const TEXT_BYTES = [1300, 2000] as const;
/** Where the running number stands in a piece that is full. */
const NUMBER_AT = [400, 1400] as const;
const HEADER_START = '6,';
const HEADER = `${HEADER_START}${zeros('sequence')},${zeros('seconds')}${zeros('micros')},-`;
const MODULES = ['nf_tables', 'libcrc32c', 'xhci_pci', 'e1000e', 'nvme', 'ahci', 'i2c_i801'];

/** How many datagrams the record `message` is. */
export function piecesOf(format: BenchFormat, message: number): number {
  return format === 'fragmented' ? (CYCLE[message % 2] as number) : 1;
}

/** How many datagrams the first `messages` records are. */
export function datagramsOf(format: BenchFormat, messages: number): number {
  if (format !== 'fragmented') return messages;
  return Math.floor(messages / 2) * CYCLE_DATAGRAMS + (messages % 2) * CYCLE[0];
}

/** How many records are at least `datagrams` datagrams. */
export function messagesIn(format: BenchFormat, datagrams: number): number {
  if (format !== 'fragmented') return datagrams;
  return Math.ceil((datagrams * CYCLE.length) / CYCLE_DATAGRAMS);
}

/** The record that a datagram of the format `fragmented` belongs to. */
export function recordOf(datagram: number): number {
  const inCycle = datagram % CYCLE_DATAGRAMS;
  return ((datagram - inCycle) / CYCLE_DATAGRAMS) * 2 + (inCycle < CYCLE[0] ? 0 : 1);
}

/** One template for each datagram of a cycle. Every piece holds the running number once, so that none is missed unnoticed. */
export function fragmentTemplates(): readonly MessageTemplate[] {
  return CYCLE.flatMap((pieces, index) => {
    const body = Buffer.from(`${moduleList(pieces - 1, TEXT_BYTES[index] as number)}\n`);
    return fragmentsOf({ header: HEADER, body }).map((piece) => toTemplate(piece.toString()));
  });
}

/** A list of modules with the running number at `inner` places and at its end. */
function moduleList(inner: number, bytes: number): string {
  const number = `${NUMBER_MARK}${zeros('number')}`;
  let text = 'Modules linked in:';
  for (let i = 0, numbers = 0; text.length < bytes; i++) {
    if (numbers < inner && text.length >= (NUMBER_AT[numbers] as number)) {
      text += number;
      numbers++;
    }
    text += ` ${MODULES[i % MODULES.length]}`;
  }
  return text.slice(0, bytes) + number;
}

function toTemplate(text: string): MessageTemplate {
  const sequence = HEADER_START.length;
  const seconds = sequence + FIELD_DIGITS.sequence + 1;
  const micros = seconds + FIELD_DIGITS.seconds;
  const number = text.indexOf(NUMBER_MARK) + NUMBER_MARK.length;
  return { text, offsets: { sequence, seconds, micros, number } };
}

function zeros(field: keyof typeof FIELD_DIGITS): string {
  return '0'.repeat(FIELD_DIGITS[field]);
}
