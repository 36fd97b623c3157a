import { FORMATS } from '../../event/format.ts';
import { compileTemplate, type CompiledTemplate } from '../../template/compile-template.ts';
import { NETCONSOLE_LINE, SYSLOG_LINE } from '../../template/default-lines.ts';

/** The template of an event's lines, by the number of its format. */
export type LineTemplates = readonly CompiledTemplate[];

/** One template for all formats, or the default of each. Throws when `text` is no template: the configuration was checked. */
export function compileLineTemplates(text: string | undefined): LineTemplates {
  const syslog = compileChecked(text ?? SYSLOG_LINE);
  const netconsole = text === undefined ? compileChecked(NETCONSOLE_LINE) : syslog;
  return FORMATS.map((format) =>
    format.startsWith('netconsole') || format === 'signal' ? netconsole : syslog,
  );
}

function compileChecked(text: string): CompiledTemplate {
  const compiled = compileTemplate(text);
  if (Array.isArray(compiled)) {
    throw new Error(`template ${text}: ${compiled.map(({ message }) => message).join(', ')}`);
  }
  return compiled;
}
