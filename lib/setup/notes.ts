import { PARAMETER_FORMS, type FormName } from './forms/forms.ts';
import { isOlder } from './kernel-version.ts';
import { MAX_VALUE_BYTES } from './read-userdata.ts';
import { DEFAULT_DEVICE, type SenderSettings } from './sender-settings.ts';

/** Risks of the settings, as messages for the operator. `form`: the requested one. */
export function notesOn(settings: SenderSettings, form: FormName | undefined): string[] {
  const { targets, extended, userdata, sysdata, kernel } = settings;
  const isFoundOut = form === 'script' || form === 'heartbeat';
  const notes: (string | false)[] = [
    !isFoundOut &&
      targets.some(({ device }) => device === undefined) &&
      `no --device: the kernel takes ${DEFAULT_DEVICE}`,
    !isFoundOut &&
      targets.some(({ mac }) => mac === undefined) &&
      "no --target-mac: packets go to the broadcast address and reach the sender's own segment only; setup --here or the form script finds the address",
    form !== 'heartbeat' &&
      !extended &&
      'the basic format has no level, host or message number; add --extended --release --userdata host=NAME (Linux 6.9; 4.2 for --extended alone)',
    form !== undefined &&
      PARAMETER_FORMS.includes(form) &&
      userdata.length + sysdata.length > 0 &&
      'the parameter cannot carry --userdata and --sysdata; use --for configfs or systemd',
    ...userdata.map(
      ({ key, value }) =>
        Buffer.byteLength(value) === MAX_VALUE_BYTES &&
        `the value of ${key} has ${MAX_VALUE_BYTES} bytes: the kernel keeps 199 and refuses it; shorten it by one byte`,
    ),
    kernel !== undefined &&
      userdata.length > 0 &&
      isOlder(kernel, '6.12') &&
      'Linux 6.9 to 6.11 stops in the middle of a record whose text exactly fills a packet when there is userdata; 6.12 does not',
    kernel !== undefined &&
      !isOlder(kernel, '7.0') &&
      'from Linux 7.0 on nothing of a panic leaves the machine if kernel.panic is not 0; sysctl kernel.panic=0',
  ];
  return notes.filter((note) => note !== false);
}
