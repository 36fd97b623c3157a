import type { z } from 'zod';
import { parseCidr } from '../../event/cidr.ts';
import { globFault } from '../../route/glob.ts';
import { Fault } from '../fault.ts';
import { oneOrList, parsed, parsedWord } from './words.ts';

const CIDR_FORM = 'write a CIDR block or an address, such as 192.0.2.0/24, or a list of them';
const GLOB_FORM = 'write a glob such as web*, or a list of them';

/** CIDR blocks or single addresses. */
export function cidrs(): z.ZodType<readonly string[]> {
  return oneOrList(
    parsed((text) => (parseCidr(text) === undefined ? notCidr(text) : text), {
      form: CIDR_FORM,
      title: 'CIDR block',
    }),
    CIDR_FORM,
  );
}

/** Globs of `lib/route/glob.ts`. */
export function globs(): z.ZodType<readonly string[]> {
  return oneOrList(
    parsedWord(
      (text) => {
        const fault = globFault(text);
        return fault === undefined ? text : new Fault(fault.what, fault.hint, fault.offset);
      },
      { form: GLOB_FORM, title: 'glob' },
    ),
    GLOB_FORM,
  );
}

function notCidr(text: string): Fault {
  return new Fault(
    `"${text}" is not a CIDR block`,
    'write one such as 192.0.2.0/24 or 2001:db8::/32',
  );
}
