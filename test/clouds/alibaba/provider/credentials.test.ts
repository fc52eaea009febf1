import { describe, expect, it } from 'vitest';
import {
  type FetchCredentials,
  keptCredentials,
  type Lease,
} from '../../../../src/clouds/alibaba/provider/credentials.ts';
import { RetryableError } from '../../../../src/model/errors.ts';

const minutes = 60_000;

const leaseOf = (accessKeyId: string, until?: number): Lease => ({
  credentials: { accessKeyId, accessKeySecret: 's', securityToken: 't' },
  until,
});

/** Credentials that count an hour each, named 1, 2, … @param fetch in place of that */
const open = (fetch?: FetchCredentials) => {
  let now = 0;
  let fetched = 0;
  const source = keptCredentials(
    fetch ??
      (async () => {
        fetched += 1;
        return leaseOf(String(fetched), now + 60 * minutes);
      }),
    () => now,
  );
  return {
    ...source,
    idNow: async () => (await source.current()).accessKeyId,
    setTime: (to: number) => {
      now = to;
    },
  };
};

describe('kept credentials', () => {
  it('are fetched once for all who ask', async () => {
    const { idNow } = open();

    expect(await Promise.all([idNow(), idNow(), idNow()])).toEqual(['1', '1', '1']);
    expect(await idNow()).toBe('1');
  });

  it('are renewed five minutes before they end', async () => {
    const { idNow, setTime } = open();
    await idNow();

    setTime(55 * minutes - 1);
    expect(await idNow()).toBe('1');

    setTime(55 * minutes);
    expect(await idNow()).toBe('2');
  });

  it('count until their end while they cannot be renewed, which is tried every 15 seconds', async () => {
    let tries = 0;
    const { idNow, setTime } = open(async () => {
      tries += 1;
      if (tries === 1) return leaseOf('1', 60 * minutes);
      throw new RetryableError({ code: 'NoAnswer', message: 'away' });
    });
    await idNow();

    setTime(56 * minutes);
    expect(await idNow()).toBe('1');
    expect(await idNow()).toBe('1');
    expect(tries).toBe(2);

    setTime(56 * minutes + 15_000);
    expect(await idNow()).toBe('1');
    expect(tries).toBe(3);

    setTime(60 * minutes);
    await expect(idNow()).rejects.toThrow('away');
  });

  it('that the cloud refuses are fetched anew, once for all who were refused', async () => {
    const { current, renewed, idNow } = open();
    const first = await current();

    const [one, other] = await Promise.all([renewed(first), renewed(first)]);

    expect([one.accessKeyId, other.accessKeyId]).toEqual(['2', '2']);
    expect((await renewed(first)).accessKeyId).toBe('2');
    expect(await idNow()).toBe('2');
  });

  it('without an end are kept', async () => {
    const { idNow, setTime } = open(async () => leaseOf('for ever'));
    await idNow();

    setTime(1e12);

    expect(await idNow()).toBe('for ever');
  });
});
