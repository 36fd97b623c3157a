import { ByteWriter } from '../../event/byte-writer.ts';
import type { EventView } from '../../event/event-view.ts';
import { SIGNAL } from '../../event/format.ts';
import { equalsRange } from '../../event/kernel-field-cursor.ts';
import { StructuredDataText } from '../../event/structured-data-text.ts';
import { writeUnescapedValue } from '../../event/structured-data-value.ts';
import {
  walkElements,
  type ParameterRange,
  type StructuredDataVisitor,
} from '../../syslog-parser/structured-data.ts';
import { isNetconsole } from '../../template/message-macros.ts';
import { isSyslog } from '../../template/syslog-macros.ts';
import { relayElementId } from './identity-elements.ts';
import { KernelElement } from './kernel-element.ts';
import { endElement, openElement, putParameter } from './structured-data-writer.ts';

const META = Buffer.from('meta');

/** The structured data of events as RFC 5424 has it, also where the sender's was only tolerated. */
export class EventStructuredData implements StructuredDataVisitor {
  /** Whether the event written last has an element `meta`. */
  hasMeta = false;
  readonly #kernel: KernelElement;
  readonly #relayId: Uint8Array;
  readonly #unescaped = new ByteWriter(1024);
  readonly #sent: StructuredDataText;
  #hasRelay = false;
  #isOpen = false;
  #bytes: Uint8Array = META;
  #out: ByteWriter = this.#unescaped;

  constructor(enterpriseId: number) {
    this.#kernel = new KernelElement(enterpriseId);
    this.#relayId = Buffer.from(relayElementId(enterpriseId));
    this.#sent = new StructuredDataText(`header@${enterpriseId}`);
  }

  /** Appends the elements of the event, if any; returns whether they have the identity that another relay gave the event. */
  write(view: EventView, out: ByteWriter): boolean {
    this.hasMeta = false;
    this.#hasRelay = false;
    if (isNetconsole(view) || view.format === SIGNAL) this.#kernel.write(view, out);
    else if (isSyslog(view) && this.#sent.read(view.bytes, view.syslog)) this.#copy(out);
    return this.#hasRelay;
  }

  element(start: number, end: number): void {
    this.#end();
    if (equalsRange(META, this.#bytes, start, end)) this.hasMeta = true;
    if (equalsRange(this.#relayId, this.#bytes, start, end)) this.#hasRelay = true;
    openElement({ bytes: this.#bytes, start, end }, this.#out);
    this.#isOpen = true;
  }

  parameter(range: ParameterRange): void {
    const { nameStart, nameEnd, valueStart, valueEnd, hasEscapes } = range;
    const name = { bytes: this.#bytes, start: nameStart, end: nameEnd };
    if (!hasEscapes) {
      putParameter(name, { bytes: this.#bytes, start: valueStart, end: valueEnd }, this.#out);
      return;
    }
    const unescaped = this.#unescaped;
    unescaped.at = 0;
    writeUnescapedValue(this.#bytes, valueStart, valueEnd, unescaped);
    putParameter(name, { bytes: unescaped.bytes, start: 0, end: unescaped.at }, this.#out);
  }

  #copy(out: ByteWriter): void {
    const { bytes, start, end } = this.#sent;
    this.#bytes = bytes;
    this.#out = out;
    walkElements(bytes, start, end, this);
    this.#end();
  }

  #end(): void {
    if (this.#isOpen) endElement(this.#out);
    this.#isOpen = false;
  }
}
