import { ConfigError } from '../config/config-error.ts';
import {
  ControlClient,
  ControlUnreachable,
  type ControlAnswer,
} from '../operate/control-client.ts';
import { errorText } from '../system/error-text.ts';
import { SystemRefusal } from '../system/system-refusal.ts';
import { CommandError, REFUSED, WRONG_USE } from './command-error.ts';
import { readConfigAside } from './read-config-aside.ts';

/** Options of every command that asks a running relay. */
export interface ControlOptions {
  /** The socket itself. */
  readonly control?: string;
  /** The configuration that names it. */
  readonly config?: string;
}

/** The control socket: that of `--control`, else of the configuration. Rejects with CommandError. */
export async function findControl({ control, config }: ControlOptions): Promise<ControlClient> {
  if (control !== undefined) return new ControlClient(control);
  try {
    const { found } = await readConfigAside({ named: config });
    return new ControlClient(found.config.control.socket);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message, WRONG_USE, error);
    if (error instanceof SystemRefusal) throw new CommandError(error.message, REFUSED, error);
    throw error;
  }
}

/** Runs a request; rejects with CommandError if no relay answers, or if it answers with an error. */
export async function askRelay(
  client: ControlClient,
  ask: () => Promise<ControlAnswer>,
): Promise<string> {
  let answer: ControlAnswer;
  try {
    answer = await ask();
  } catch (error) {
    throw unreachable(client, error);
  }
  if (answer.status === 200) return answer.body;
  throw new CommandError(answer.body.trimEnd(), answer.status === 400 ? WRONG_USE : REFUSED);
}

/** What an unanswered request is, for the operator; any other error is thrown again. */
export function unreachable({ socket }: ControlClient, error: unknown): CommandError {
  if (!(error instanceof ControlUnreachable)) throw error;
  const what = `No relay answers on ${socket}: ${errorText(error.code)}`;
  return new CommandError(`${what}; ${fixFor(error.code)}`, REFUSED, error);
}

function fixFor(code: string): string {
  if (code === 'EACCES') return 'run it as root, or as a member of the group of the socket';
  if (code === 'ETIMEDOUT') return 'the relay hangs: see its log';
  return 'start the relay, or name its socket with --control or its configuration with --config';
}
