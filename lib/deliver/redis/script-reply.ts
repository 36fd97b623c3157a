/** A run of which the server refused events. */
export interface FailedRun {
  /** Number of the run in its batch. */
  readonly run: number;
  readonly events: number;
  readonly error: string;
}

/** What the script of a batch replied. */
export type ScriptReply =
  | {
      readonly kind: 'ok';
      /** Why streams were not trimmed; empty if they were. */
      readonly trimError: string;
      readonly failed: readonly FailedRun[];
    }
  | { readonly kind: 'repeat'; readonly current: number }
  | { readonly kind: 'gap'; readonly current: number };

/** Reads the reply of a `batchScript`. Throws on any other: then the script and this function differ. */
export function readScriptReply(reply: unknown): ScriptReply {
  if (!Array.isArray(reply)) throw new Error(`script replied ${JSON.stringify(reply)}`);
  const [word, second, ...runs] = reply as readonly (string | number)[];
  if (word === 'repeat') return { kind: 'repeat', current: Number(second) };
  // Text that is no number counts as none in the script, too.
  if (word === 'gap') return { kind: 'gap', current: Number(second) || 0 };
  if (word !== 'ok') throw new Error(`script replied ${JSON.stringify(reply)}`);
  const failed: FailedRun[] = [];
  for (let i = 0; i + 2 < runs.length; i += 3) {
    const [run, events, error] = runs.slice(i, i + 3);
    failed.push({ run: Number(run), events: Number(events), error: String(error) });
  }
  return { kind: 'ok', trimError: String(second), failed };
}
