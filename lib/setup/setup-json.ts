import type { Explanation } from './explain/explanation.ts';
import { writeForm, type FormName } from './forms/forms.ts';
import { formatParameter } from './parameter.ts';
import type { SenderSettings } from './sender-settings.ts';

/** Output of `setup --json`: settings, parameter, notes and forms. */
export function settingsJson(
  settings: SenderSettings,
  names: readonly FormName[],
  notes: readonly string[],
): object {
  const { targets, extended, release, userdata, sysdata } = settings;
  return {
    targets,
    extended,
    release,
    userdata: Object.fromEntries(userdata.map(({ key, value }) => [key, value])),
    sysdata,
    parameter: formatParameter(settings),
    notes,
    forms: names.map((name) => {
      const form = writeForm(name, settings);
      return 'impossible' in form ? { name, ...form } : { name, parts: form };
    }),
  };
}

/** Output of `setup --explain --json`. */
export function explanationJson({ value, targets, problems }: Explanation): object {
  return { parameter: value, targets, problems };
}
