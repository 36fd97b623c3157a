const OWN = '2026-10-11T22:14:15.003+02:00 web1';

/** One datagram of each format. */
export const FORMATS_SENT: readonly string[] = [
  '<6>[  501.151268] usb 1-1: new high-speed USB device\n',
  '[    0.000000][    T0] Linux version 6.12\n',
  '12,444,501151268,-,caller=T123;usb 1-1: new device\n SUBSYSTEM=usb\n DEVICE=+usb:1-1\n host=web1\n odd key="]\\=x\n',
  '6.12.95,4,445,501151269,-,ncfrag=0/26;first half, ',
  '6.12.95,4,445,501151269,-,ncfrag=12/26;second half;=]',
  '1200,446,501151270,-;of facility 150\n',
  '<34>Oct 11 22:14:15 db1 su[42]: failed for user',
  '<165>Oct 11 22:14:15 web1 app hello world',
  `<165>1 ${OWN} evntslog 123 ID47 [exampleSDID@32473 iut="3" src="a\\"b\\\\c\\]d"][x@1 é="é"] An event`,
  `<13>1 ${OWN} - - - - no program`,
  'no syslog at all, from nobody',
];

const UNUSUAL_TEXTS: readonly string[] = [
  '',
  ' leading blank',
  'trailing blanks  ',
  '\tleading tab',
  'two\nlines',
  'three\n\nlines\n with a blank',
  'carriage\rreturn',
  Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join('.'),
  'NUL \u0000 inside',
  'DEL \u007f and C1 \u0085 \u009b',
  'quotes "double" \'single\' `back`',
  'backslashes \\ \\n \\x0a \\\\',
  '[brackets] ]]> <13> {}',
  '%percent %s %d $HOST ${HOST} $$',
  '- - - -',
  '1 2026-10-11T22:14:15Z host app - - - nested',
  'app[42]: looks like a tag',
  '\ufeffbyte order mark, again',
  'é ü ß 漢字 😀 \u202e bidi \u2028 separators',
  'invalid \udcff bytes',
  `long ${'x'.repeat(9000)} end`,
];

/** Messages with every unusual character, each as RFC 5424. */
export const UNUSUAL_SENT: readonly Buffer[] = UNUSUAL_TEXTS.map((text, index) =>
  Buffer.from(`<${14 + index}>1 ${OWN} app${index} ${index} - - ${text}`),
);
