/** The line of a netconsole record or a signal when nothing else is configured. */
export const NETCONSOLE_LINE = '$ISODATE $HOST $KMSG';
/** The line of every other event when nothing else is configured. */
export const SYSLOG_LINE = '$ISODATE $HOST $MSGHDR$MSG';
