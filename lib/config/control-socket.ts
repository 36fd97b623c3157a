/** The control socket if the configuration names no other. */
export const DEFAULT_CONTROL_SOCKET = '/run/netconsole-relay/control.sock';
