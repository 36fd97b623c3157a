import { expect } from 'chai';
import { assert, integer, property } from 'fast-check';
import { CivilTime } from '../../lib/event/civil-time.ts';

describe('CivilTime', () => {
  it('agrees with Date from the year 1 to 9999', () => {
    const civil = new CivilTime();
    assert(
      property(
        integer({ min: Date.parse('0001-01-01') / 1000, max: Date.parse('9999-12-31') / 1000 }),
        (seconds) => {
          civil.set(seconds);
          const date = new Date(seconds * 1000);
          const startOfYear = new Date(date);
          startOfYear.setUTCMonth(0, 1);
          expect(Object.fromEntries(Object.entries(civil))).to.deep.equal({
            year: date.getUTCFullYear(),
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
            weekday: date.getUTCDay(),
            yearDay: Math.round((date.getTime() - startOfYear.getTime()) / 86_400_000),
            hour: date.getUTCHours(),
            minute: date.getUTCMinutes(),
            second: date.getUTCSeconds(),
          });
        },
      ),
      { numRuns: 5000 },
    );
  });

  for (const day of [
    '1900-02-28',
    '1900-03-01',
    '2000-02-29',
    '2000-12-31',
    '2024-02-29',
    '1970-01-01',
  ]) {
    it(`knows ${day}`, () => {
      const civil = new CivilTime();
      civil.set(Date.parse(day) / 1000);
      expect([civil.year, civil.month, civil.day]).to.deep.equal(day.split('-').map(Number));
    });
  }
});
