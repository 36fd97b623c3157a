import { shellPart, type FormWriter } from './form.ts';

/** The text by which the relay recognises a healthy sender, see `hosts.silentAfter`. Level 6 (info) passes a console level of 7. */
const HEARTBEAT = '<6>netconsole-relay: heartbeat';

const UNIT = 'netconsole-heartbeat';

/** A line a minute, so that the relay notices when the machine falls silent. */
export const heartbeat: FormWriter = () => [
  shellPart(
    'with systemd: as root',
    ['systemctl daemon-reload', `systemctl enable --now ${UNIT}.timer`],
    [
      {
        path: `/etc/systemd/system/${UNIT}.service`,
        mode: '0644',
        content: `[Unit]
Description=One line to the kernel log for netconsole-relay

[Service]
Type=oneshot
ExecStart=/bin/sh -c "echo '${HEARTBEAT}' >/dev/kmsg"
`,
      },
      {
        path: `/etc/systemd/system/${UNIT}.timer`,
        mode: '0644',
        content: `[Unit]
Description=One line a minute to the kernel log for netconsole-relay

[Timer]
OnCalendar=minutely
AccuracySec=1s

[Install]
WantedBy=timers.target
`,
      },
    ],
  ),
  shellPart(
    'with cron: as root',
    [],
    [
      {
        path: `/etc/cron.d/${UNIT}`,
        mode: '0644',
        content: `* * * * * root echo '${HEARTBEAT}' >/dev/kmsg\n`,
      },
    ],
  ),
];
