import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import { openAlibabaWith } from '../../../../src/clouds/alibaba/provider/open.ts';
import { alibabaSettings } from '../../../../src/clouds/alibaba/provider/settings.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { AccessDeniedError } from '../../../../src/model/errors.ts';
import { type Canned, type CannedCloud, type Seen, startCannedCloud } from './canned-cloud.ts';

const [byRole, byKey, unknown] = ['1', '2', '3'].map((digit) => `100000000000000${digit}`);
if (!byRole || !byKey || !unknown) throw new Error('there are three accounts');

let cloud: CannedCloud;
let answer: (seen: Seen) => Canned;
beforeAll(async () => {
  cloud = await startCannedCloud((seen) => answer(seen));
});
afterEach(() => {
  cloud.seen.length = 0;
});
afterAll(() => cloud.stop());

const actionOf = ({ headers }: Seen) => headers['x-acs-action'];
const keyOf = ({ headers }: Seen) => /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1];

/** Roles are assumed as STS.1, STS.2, …; disks exist. @param refuse answers of calls that are signed */
const usual = (refuse: (seen: Seen) => Canned | undefined = () => undefined) => {
  let sessions = 0;
  answer = (seen) => {
    if (actionOf(seen) !== 'AssumeRoleWithOIDC') {
      return refuse(seen) ?? { body: { Disks: { Disk: [{ DiskId: 'd-1' }] } } };
    }
    sessions += 1;
    return {
      body: {
        Credentials: {
          AccessKeyId: `STS.${sessions}`,
          AccessKeySecret: 's',
          SecurityToken: `token-${sessions}`,
          Expiration: '2026-11-26T11:00:00Z',
        },
      },
    };
  };
};

const open = (refused: string[] = []) =>
  openAlibabaWith({
    settings: alibabaSettings.parse({
      accounts: [
        {
          accountId: byRole,
          roleArn: `acs:ram::${byRole}:role/heirtag-reader`,
          identityProviderArn: `acs:ram::${byRole}:oidc-provider/aws`,
        },
        { accountId: byKey, accessKeySecret: 'heirtag/alibaba-2', userName: 'heirtag-user' },
      ],
      endpoint: cloud.endpoint,
    }),
    webIdentityToken: async (audience) => `token for ${audience}`,
    readSecret: async () => '{"accessKeyId":"LTAI2","accessKeySecret":"s"}',
    rulesOn: async () => new Set(),
    clock: () => Date.parse('2026-11-26T10:00:00Z'),
    newId: () => 'nonce',
    maxTagsPerResource: () => 20,
    onUnknownError: () => {},
    onRoleRefused: ({ accountId }) => refused.push(accountId),
  });

const look = async (opened: ReturnType<typeof open>, accountId: string, region = 'cn-shanghai') => {
  const disk = formatArn({ type: 'Ecs-Disk', accountId, region, id: 'd-1' });
  return (await opened.provider.describe([disk], patientCall)).get(disk);
};

describe('an account with a role', () => {
  it('is called with credentials of the role, which all its regions share', async () => {
    usual();
    const opened = open();

    await look(opened, byRole);
    await look(opened, byRole, 'cn-beijing');

    const [assume, ...reads] = cloud.seen;
    expect(assume?.headers).toMatchObject({ host: 'sts.cn-shanghai.aliyuncs.com' });
    expect(assume?.headers.authorization).toBeUndefined();
    expect(assume?.url.searchParams.get('OIDCToken')).toBe('token for sts.aliyuncs.com');
    expect(reads.map((read) => [read.headers.host, keyOf(read)])).toEqual([
      ['ecs.cn-shanghai.aliyuncs.com', 'STS.1'],
      ['ecs.cn-beijing.aliyuncs.com', 'STS.1'],
    ]);
    expect(reads[0]?.headers['x-acs-security-token']).toBe('token-1');
  });

  it('is called again with others when its credentials are over before their time', async () => {
    usual((seen) =>
      keyOf(seen) === 'STS.1'
        ? { status: 400, body: { Code: 'InvalidSecurityToken.Expired', Message: 'over' } }
        : undefined,
    );

    const sight = await look(open(), byRole);

    expect(sight?.kind).toBe('present');
    expect(cloud.seen.map(keyOf)).toEqual([undefined, 'STS.1', undefined, 'STS.2']);
  });

  it('cannot be told of while nobody may have its role, and no other account is touched by that', async () => {
    answer = (seen) =>
      actionOf(seen) === 'AssumeRoleWithOIDC'
        ? { status: 403, body: { Code: 'NoPermission', Message: 'not you' } }
        : { body: { Disks: { Disk: [{ DiskId: 'd-1' }] } } };
    const refused: string[] = [];
    const opened = open(refused);

    const denied = await look(opened, byRole);
    await look(opened, byRole, 'cn-beijing');

    expect(denied?.kind === 'cannot-tell' && denied.error).toBeInstanceOf(AccessDeniedError);
    expect(denied).toMatchObject({ error: { scope: 'account' } });
    expect((await look(opened, byKey))?.kind).toBe('present');
    expect(refused).toEqual([byRole]);
    expect(cloud.seen.map(actionOf)).toEqual(['AssumeRoleWithOIDC', 'DescribeDisks']);
  });
});

it('calls an account with a key by that key', async () => {
  usual();

  await look(open(), byKey);

  expect(cloud.seen.map(keyOf)).toEqual(['LTAI2']);
  expect(cloud.seen[0]?.headers['x-acs-security-token']).toBeUndefined();
});

it('calls no account that the settings do not name', async () => {
  usual();

  const sight = await look(open(), unknown);

  expect(sight).toMatchObject({ kind: 'cannot-tell', error: { code: 'AccountNotConfigured' } });
  expect(cloud.seen).toEqual([]);
});

it('knows its own calls by role and session, or by user', () => {
  const { isOurs } = open().provider;

  expect(isOurs('heirtag-reader:heirtag')).toBe(true);
  expect(isOurs('heirtag-user')).toBe(true);
  expect(isOurs('heirtag-reader:alice')).toBe(false);
});

describe('the settings', () => {
  const role = {
    accountId: byRole,
    roleArn: `acs:ram::${byRole}:role/r`,
    identityProviderArn: `acs:ram::${byRole}:oidc-provider/p`,
  };

  it.each([
    ['no account', { accounts: [] }],
    ['an account twice', { accounts: [role, role] }],
    ['an account of AWS', { accounts: [{ ...role, accountId: '123456789012' }] }],
    ['a role of AWS', { accounts: [{ ...role, roleArn: 'arn:aws:iam::123456789012:role/r' }] }],
    ['both a role and a key', { accounts: [{ ...role, accessKeySecret: 's' }] }],
    ['a key in the settings', { accounts: [{ accountId: byRole, accessKeyId: 'LTAI' }] }],
  ])('refuse %s', (_, settings) => {
    expect(alibabaSettings.safeParse(settings).success).toBe(false);
  });
});
