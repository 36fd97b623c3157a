import type { EventView } from '../event/event-view.ts';
import type { HostName } from '../event/host-name.ts';
import { KeySet } from '../senders/key-set.ts';
import type { Naming } from '../senders/naming.ts';
import type { SenderKey } from '../senders/sender-key.ts';
import type { SenderTable } from '../senders/sender-table.ts';

/** The names that syslog messages claim for their host: `$HOST` where `keepHostname` trusts their sender, otherwise only noted. */
export class ClaimedNames {
  readonly #keep: boolean | KeySet;
  readonly #senders: SenderTable;

  constructor(keepHostname: boolean | readonly string[], senders: SenderTable) {
    this.#keep = typeof keepHostname === 'boolean' ? keepHostname : new KeySet(keepHostname);
    this.#senders = senders;
  }

  /** Names a decoded message of the sender in `view.slot`, which has this key. */
  apply(view: EventView, key: SenderKey, naming: Naming): void {
    const { bytes } = view;
    const { hostStart, hostEnd } = view.syslog;
    const keep = this.#keep;
    if (hostStart >= 0 && (keep === true || (keep !== false && keep.contains(key)))) {
      const id = this.#senders.rows.claimedId(view.slot, bytes, hostStart, hostEnd);
      if (id < 0) view.host = this.#claimed(view, naming);
      else view.claim(naming, id);
      return;
    }
    if (hostStart >= 0 && !view.host.isSame(bytes, hostStart, hostEnd)) {
      view.claimedHostStart = hostStart;
      view.claimedHostEnd = hostEnd;
    }
  }

  #claimed({ slot, bytes, syslog }: EventView, naming: Naming): HostName {
    const { hostStart: start, hostEnd: end } = syslog;
    const sender = this.#senders.at(slot);
    const last = sender.claimedHost;
    if (last !== undefined && last.isSame(bytes, start, end)) return last;
    const host = naming.ofBytes(bytes, start, end);
    // A name that the table does not remember may be long.
    if (host.id >= 0 && !this.#senders.rows.claim(slot, host)) sender.claimedHost = host;
    return host;
  }
}
