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
    const credentialsFor = awsCredentials(
      settings,
      () => 0,
      (roleArn) => async () => {
        roles.push(roleArn);
        return leaseOf('theirs', 3_600_000);
      },
    );

    const [first, second] = [credentialsFor(other), credentialsFor(other)];
    if (typeof first !== 'function') throw new Error('expected credentials that are asked for');
    await Promise.all([first(), first()]);

    expect(second).toBe(first);
    expect(roles).toEqual([`arn:aws:iam::${other}:role/heirtag-test-tagger`]);
  });

  it('are none for an account that the stage does not name, unless its organization may', () => {
    const strange = '999999999999';

    expect(awsCredentials(settings, () => 0)(strange)).toBeUndefined();
    expect(awsCredentials(settings, () => 0)(own)).toBeDefined();
    expect(
      awsCredentials(readAwsSettings({ ...said, isOrganization: true }), () => 0)(strange),
    ).toBeDefined();
  });

  it.each([
    ['AccessDenied', { name: 'AccessDeniedError', scope: 'account' }],
    ['ThrottlingException', { name: 'RetryableError' }],
  ])('that STS answers with %s fail with the role', async (code, expected) => {
    const credentials = awsCredentials(
      settings,
      () => 0,
      () => async () => {
        throw refusedBy(code);
      },
    )(other);
    if (typeof credentials !== 'function') throw new Error('expected credentials to ask for');

    await expect(credentials()).rejects.toMatchObject({
      ...expected,
      message: expect.stringContaining(`${other}:role/heirtag-test-tagger answered ${code}`),
    });
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
