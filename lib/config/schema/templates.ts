import type { z } from 'zod';
import { compileTemplate } from '../../template/compile-template.ts';
import { compileStreamName } from '../../template/stream-name.ts';
import { compilePath } from '../../template/path-template.ts';
import type { TemplateProblem } from '../../template/template-problem.ts';
import { Fault } from '../fault.ts';
import { parsed } from './words.ts';

const TEMPLATE_FORM = 'write a template, such as "$ISODATE $HOST $MSG"';
const PATH_FORM = 'write a path, such as /var/log/$HOST/netconsole.log';

/** A template for lines. */
export function lineTemplate(): z.ZodType<string, string> {
  return parsed((text) => orFaults(text, compileTemplate(text), TEMPLATE_FORM), {
    form: TEMPLATE_FORM,
    title: 'template',
  });
}

/** A template for the path of a file. */
export function pathTemplate(): z.ZodType<string, string> {
  return parsed((text) => orFaults(text, compilePath(text), PATH_FORM), {
    form: PATH_FORM,
    title: 'path with macros',
  });
}

/** A template for the name of a Redis stream. */
export function streamTemplate(): z.ZodType<string, string> {
  const form = 'write a name, such as logs or "logs:$HOST"';
  return parsed((text) => orFaults(text, compileStreamName(text), form), {
    form,
    title: 'name with macros',
  });
}

/** `text`, unless it is empty or something is wrong with what was `compiled` from it. */
function orFaults(
  text: string,
  compiled: object | readonly TemplateProblem[],
  form: string,
): string | Fault | Fault[] {
  if (text === '') return new Fault('the text is empty', form);
  return Array.isArray(compiled) ? compiled.map((problem) => toFault(problem, form)) : text;
}

/** Messages of templates say what is wrong and, after a semicolon, what to do. */
function toFault({ message, offset }: TemplateProblem, form: string): Fault {
  const semicolon = message.indexOf('; ');
  if (semicolon < 0) return new Fault(message, form, offset);
  return new Fault(message.slice(0, semicolon), message.slice(semicolon + 2), offset);
}
