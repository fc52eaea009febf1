import { describe, expect, it } from 'vitest';
import { awsCredentials, keptCredentials } from '../../../src/clouds/aws/credentials.ts';
import { readAwsSettings } from '../../../src/clouds/aws/settings.ts';

const own = '111122223333';
const other = '444455556666';
const said = {
  ownAccount: own,
  regions: ['eu-central-1'],
  accounts: [other],
  tagger: 'heirtag-test-tagger',
  externalId: 'heirtag-test',
};
const settings = readAwsSettings(said);

const leaseOf = (accessKeyId: string, end: number) => ({
  accessKeyId,
  secretAccessKey: 'any',
  expiration: new Date(end),
});

const refusedBy = (name: string): Error => Object.assign(new Error('no'), { name });

describe('credentials of AWS', () => {
  it("take the tagger's role of another account once, for all of its regions", async () => {
    const roles: string[] = [];
    const credentialsFor = awsCredentials(settings, {
      clock: () => 0,
      takeRole: (roleArn) => async () => {
        roles.push(roleArn);
        return leaseOf('theirs', 3_600_000);
      },
    });

    const [first, second] = [credentialsFor(other), credentialsFor(other)];
    if (typeof first !== 'function') throw new Error('expected credentials that are asked for');
    await Promise.all([first(), first()]);

    expect(second).toBe(first);
    expect(roles).toEqual([`arn:aws:iam::${other}:role/heirtag-test-tagger`]);
  });

  it('are none for an account that the stage does not name, unless its organization may', () => {
    const strange = '999999999999';

    expect(awsCredentials(settings, { clock: () => 0 })(strange)).toBeUndefined();
    expect(awsCredentials(settings, { clock: () => 0 })(own)).toBeDefined();
    expect(
      awsCredentials(readAwsSettings({ ...said, isOrganization: true }), { clock: () => 0 })(
        strange,
      ),
    ).toBeDefined();
  });

  it.each([
    ['AccessDenied', { name: 'AccessDeniedError', scope: 'account' }],
    ['ThrottlingException', { name: 'RetryableError' }],
  ])('that STS answers with %s fail with the role', async (code, expected) => {
    const credentials = awsCredentials(settings, {
      clock: () => 0,
      takeRole: () => async () => {
        throw refusedBy(code);
      },
    })(other);
    if (typeof credentials !== 'function') throw new Error('expected credentials to ask for');

    await expect(credentials()).rejects.toMatchObject({
      ...expected,
      message: expect.stringContaining(`${other}:role/heirtag-test-tagger answered ${code}`),
    });
  });

  it('of a role that is refused are asked for once a minute, and whose it is is told each time', async () => {
    let now = 0;
    let asked = 0;
    const told: string[] = [];
    const credentials = awsCredentials(settings, {
      clock: () => now,
      takeRole: () => async () => {
        asked += 1;
        if (asked <= 2) throw refusedBy('AccessDenied');
        return leaseOf('theirs', 3_600_000);
      },
      onRoleRefused: ({ accountId }) => told.push(accountId),
    })(other);
    if (typeof credentials !== 'function') throw new Error('expected credentials to ask for');
    const refusedAt = async (at: number) => {
      now = at;
      await expect(credentials()).rejects.toMatchObject({ name: 'AccessDeniedError' });
      return [asked, told.length];
    };

    const refused = [await refusedAt(0), await refusedAt(59_999), await refusedAt(60_000)];
    now = 120_000;
    const given = await credentials();

    expect(refused).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(told).toEqual([other, other]);
    expect(given.accessKeyId).toBe('theirs');
  });

  it('that STS could not give are asked for again at once', async () => {
    let asked = 0;
    const credentials = awsCredentials(settings, {
      clock: () => 0,
      takeRole: () => async () => {
        asked += 1;
        if (asked === 1) throw refusedBy('ThrottlingException');
        return leaseOf('theirs', 3_600_000);
      },
    })(other);
    if (typeof credentials !== 'function') throw new Error('expected credentials to ask for');

    await expect(credentials()).rejects.toMatchObject({ name: 'RetryableError' });
    expect((await credentials()).accessKeyId).toBe('theirs');
  });

  it('are renewed five minutes early, and used to their end while that fails', async () => {
    let now = 0;
    let calls = 0;
    const kept = keptCredentials(
      async () => {
        calls += 1;
        if (calls > 1) throw refusedBy('AccessDenied');
        return leaseOf('first', 3_600_000);
      },
      () => now,
    );

    const atFirst = await kept();
    now = 3_600_000 - 6 * 60_000;
    const young = [(await kept()).accessKeyId, calls];
    now = 3_600_000 - 4 * 60_000;
    const old = [(await kept()).accessKeyId, calls];
    now = 3_600_000;

    expect([atFirst.accessKeyId, young, old]).toEqual(['first', ['first', 1], ['first', 2]]);
    await expect(kept()).rejects.toThrow('no');
  });
});

describe('what a stage says of AWS', () => {
  it('is refused with every mistake', () => {
    const wrong = { ...said, ownAccount: '1', regions: ['cn-hangzhou'] };

    expect(() => readAwsSettings(wrong)).toThrow(
      /ownAccount: expected 12 digits; regions.0: expected a region of AWS/,
    );
  });
});
