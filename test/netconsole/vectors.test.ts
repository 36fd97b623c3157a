import { expect } from 'chai';
import { decodeRecording } from './decode-recording.ts';
import { expectVector, vectors, type ComparedEvent, type Vector } from './vector-cases.ts';

describe('netconsole vectors', () => {
  for (const vector of vectors) {
    it(vector.name, () => {
      const player = decodeRecording(vector.input);
      expect(player.unaccounted, 'unaccounted datagrams').to.equal(0);
      expectVector(withoutSyslog(vector), player.events.map(withoutSyslogFields));
    });
  }
});

/** Syslog is told apart here, and not decoded. */
function withoutSyslog(vector: Vector): Vector {
  if (vector.events === undefined) return vector;
  const events = vector.events.map((event) => {
    const { format } = event;
    return format.startsWith('rfc') ? { format } : event;
  });
  return { ...vector, events };
}

function withoutSyslogFields(event: ComparedEvent): ComparedEvent {
  const { format, message = '' } = event;
  return format.startsWith('rfc') ? { format, message } : event;
}
