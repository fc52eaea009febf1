import { afterEach, describe, expect, it, vi } from 'vitest';
import { readTime } from '../../src/model/event-time.ts';
import { fc } from '../properties.ts';

afterEach(() => vi.unstubAllEnvs());

const eight = '2026-01-15T08:00:00.000Z';

describe('a time', () => {
  it.each([
    '2026-01-15T08:00:00Z',
    '2026-01-15 08:00:00',
    '2026-01-15T08:00:00',
    '2026-01-15T08:00',
    '2026/01/15 08:00:00',
    '2026-01-15 08:00:00 UTC',
    '2026-01-15T16:00:00+08:00',
    '2026-01-15 16:00:00 +0800',
    '2026-01-15T16:00:00+08',
    ' 2026-01-15T08:00:00.000000000Z ',
    1768464000,
    1768464000000,
    '1768464000',
    '1768464000.0',
    '1768464000000',
    1768464000000000,
  ])('is read from %j, wherever that is', (value) => {
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'UTC']) {
      vi.stubEnv('TZ', zone);

      expect(readTime(value)).toBe(eight);
    }
  });

  it.each([
    ...[undefined, null, '', ' ', 'yesterday', 'item 5 GMT', true, {}, []],
    ...[0, -1, 7, 1e30, Number.NaN, Number.POSITIVE_INFINITY, '7', '20260115', '20260115080000'],
    ...['2026-13-01', '2026-02-30T25:00:00Z', '2026-01-15T08:00:00 CST', '1e9', '2026'],
  ])('is not made of %j', (value) => {
    expect(readTime(value)).toBeUndefined();
  });

  it('is read as it was written, in each form', () => {
    const between = fc.date({
      min: new Date('2001-01-01'),
      max: new Date('2099-01-01'),
      noInvalidDate: true,
    });

    fc.assert(
      fc.property(between, (date) => {
        const iso = date.toISOString();
        const forms = [
          iso,
          iso.replace('Z', ''),
          iso.replace('T', ' '),
          date.getTime(),
          `${date.getTime()}`,
        ];

        expect(forms.map(readTime)).toEqual(forms.map(() => iso));
      }),
    );
  });
});
