import type { RedisDestinationConfig, RedisField } from '../../config/destination-config.ts';
import { writeEventJson } from '../../event/json/event-json.ts';
import { FORMATS } from '../../event/format.ts';
import { compileTemplate } from '../../template/compile-template.ts';
import type { ValueWriter } from '../entries/resp-bulk.ts';

const FORMAT_WORDS = FORMATS.map((word) => Buffer.from(word));
const MAX_DIGITS = 16;

/** The fields that need no template; the value of an absent one is empty. */
const WRITERS: Readonly<Record<RedisField, ValueWriter>> = {
  event: writeEventJson,
  host: ({ host: { bytes, start, end } }, out) => {
    out.ensure(end - start);
    out.range(bytes, start, end);
  },
  format: ({ format }, out) => {
    const word = FORMAT_WORDS[format] as Uint8Array;
    out.ensure(word.length);
    out.all(word);
  },
  severity: ({ severity }, out) => {
    out.ensure(MAX_DIGITS);
    if (severity >= 0) out.decimal(severity);
  },
  facility: ({ facility }, out) => {
    out.ensure(MAX_DIGITS);
    out.decimal(facility);
  },
  message: ({ text, textStart, textEnd }, out) => {
    out.ensure(textEnd - textStart);
    out.range(text, textStart, textEnd);
  },
};

/** The names of an entry's fields, in order. */
export function fieldNamesOf({ fields }: RedisDestinationConfig): readonly string[] {
  return isWords(fields) ? fields : Object.keys(fields);
}

/** The values of an entry's fields, in the order of the names. */
export function fieldValuesOf({ fields }: RedisDestinationConfig): readonly ValueWriter[] {
  if (isWords(fields)) return fields.map((word) => WRITERS[word]);
  return Object.values(fields).map((text) => templateValue(text));
}

function isWords(fields: RedisDestinationConfig['fields']): fields is readonly RedisField[] {
  return Array.isArray(fields);
}

/** Throws when `text` is no template: the configuration was checked. */
function templateValue(text: string): ValueWriter {
  const compiled = compileTemplate(text, { isRaw: true });
  if (Array.isArray(compiled)) throw new Error(`template ${text}: ${compiled[0]?.message}`);
  return (view, out) => void compiled.render(view, view.textStart, view.textEnd, out);
}
