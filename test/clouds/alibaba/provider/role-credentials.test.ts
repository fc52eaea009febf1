import { expect, it } from 'vitest';
import {
  type Client,
  type ClientCall,
  CloudAnswerError,
} from '../../../../src/clouds/alibaba/provider/client.ts';
import { roleCredentials } from '../../../../src/clouds/alibaba/provider/role-credentials.ts';
import { AccessDeniedError, RetryableError } from '../../../../src/model/errors.ts';

const fetchWith = (client: Client) =>
  roleCredentials({
    roleArn: 'acs:ram::1000000000000001:role/heirtag',
    identityProviderArn: 'acs:ram::1000000000000001:oidc-provider/aws',
    sessionName: 'heirtag',
    webIdentityToken: async () => 'header.payload.signature',
    client,
    region: 'cn-hangzhou',
  })();

it('assumes the role with the token, and tells until when that counts', async () => {
  const calls: ClientCall[] = [];

  const lease = await fetchWith(async (call) => {
    calls.push(call);
    const Credentials = {
      AccessKeyId: 'STS.1',
      AccessKeySecret: 'secret',
      SecurityToken: 'token',
      Expiration: '2026-11-26T11:00:00Z',
    };
    return { result: { Credentials } };
  });

  expect(lease).toEqual({
    credentials: { accessKeyId: 'STS.1', accessKeySecret: 'secret', securityToken: 'token' },
    until: Date.parse('2026-11-26T11:00:00Z'),
  });
  expect(calls).toMatchObject([
    {
      operation: { product: 'sts', version: '2015-04-01', action: 'AssumeRoleWithOIDC' },
      parameters: {
        OIDCProviderArn: 'acs:ram::1000000000000001:oidc-provider/aws',
        RoleArn: 'acs:ram::1000000000000001:role/heirtag',
        OIDCToken: 'header.payload.signature',
        RoleSessionName: 'heirtag',
        DurationSeconds: 3600,
      },
    },
  ]);
});

it.each([
  ['AuthenticationFail.OIDCToken.Expired', 400, AccessDeniedError],
  ['EntityNotExist.Role', 404, AccessDeniedError],
  ['Throttling', 400, RetryableError],
  ['InternalError', 500, RetryableError],
] as const)('takes %s for what it is, and tells no token', async (code, httpStatus, kind) => {
  const failing = fetchWith(async () => {
    throw new CloudAnswerError({ code, message: 'no', httpStatus });
  });

  const failure: unknown = await failing.catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(kind);
  expect(String(failure)).toContain('acs:ram::1000000000000001:role/heirtag');
  expect(String(failure)).not.toContain('payload');
});
