import { expect, it } from 'vitest';
import { keyCredentials } from '../../../../src/clouds/alibaba/provider/key-credentials.ts';
import { AccessDeniedError } from '../../../../src/model/errors.ts';

const fetchFrom = (secret: string | undefined) =>
  keyCredentials({
    accountId: '1000000000000001',
    secretId: 'heirtag/alibaba',
    readSecret: async () => secret,
    clock: () => 1000,
  })();

it('reads a key, and believes it for a quarter of an hour', async () => {
  const lease = await fetchFrom('{"accessKeyId":"LTAI1","accessKeySecret":"s"}');

  expect(lease).toEqual({
    credentials: { accessKeyId: 'LTAI1', accessKeySecret: 's', securityToken: undefined },
    until: 1000 + 15 * 60_000,
  });
});

it.each([
  ['that is not there', undefined],
  ['that is no JSON', 'LTAI-hush'],
  ['that says something else', '{"accessKeySecret":"hush"}'],
  ['that says nothing', '{"accessKeyId":"","accessKeySecret":"hush"}'],
])('refuses a secret %s, without telling what it says', async (_, secret) => {
  const failure: unknown = await fetchFrom(secret).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(AccessDeniedError);
  expect(String(failure)).toContain('heirtag/alibaba');
  expect(JSON.stringify(failure) + String(failure)).not.toContain('hush');
});
