import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { secretValue } from '../../src/aws/secret-value.ts';
import { createSignedCall } from '../../src/aws/signed-call.ts';
import { webIdentityToken } from '../../src/aws/web-identity-token.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { type Listening, listenOnLoopback } from '../loopback.ts';

let aws: Listening;
let answer: { status: number; body: string };
let seen: { authorization: string; token: unknown; target: unknown; body: string };
beforeAll(async () => {
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    seen = {
      authorization: incoming.headers.authorization ?? '',
      token: incoming.headers['x-amz-security-token'],
      target: incoming.headers['x-amz-target'],
      body: Buffer.concat(pieces).toString(),
    };
    outgoing.writeHead(answer.status);
    outgoing.end(answer.body);
  });
  aws = await listenOnLoopback(server);
});
afterAll(() => aws.stop());
beforeEach(() => {
  answer = {
    status: 200,
    body: '<GetWebIdentityTokenResponse><GetWebIdentityTokenResult><WebIdentityToken>a.b.c</WebIdentityToken></GetWebIdentityTokenResult></GetWebIdentityTokenResponse>',
  };
});

const call = (endpoint = aws.endpoint) =>
  createSignedCall({
    identity: () => ({
      credentials: async () => ({
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'hush',
        sessionToken: 'session',
      }),
      region: async () => 'eu-central-1',
    }),
    endpoint,
  });

const ask = () => webIdentityToken(call(), 'sts.aliyuncs.com');

it('asks STS of the own region, signed, for a token that one audience may read', async () => {
  expect(await ask()).toBe('a.b.c');

  expect(seen.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/sts\/aws4_request/,
  );
  expect(seen.token).toBe('session');
  expect(Object.fromEntries(new URLSearchParams(seen.body))).toEqual({
    Action: 'GetWebIdentityToken',
    Version: '2011-06-15',
    'Audience.member.1': 'sts.aliyuncs.com',
    SigningAlgorithm: 'RS256',
    DurationSeconds: '300',
  });
});

const errorBody = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

it.each([
  ['OutboundWebIdentityFederationDisabled', 403, TerminalError],
  ['AccessDenied', 403, TerminalError],
  ['Throttling', 400, RetryableError],
  ['InternalFailure', 500, RetryableError],
] as const)('tells %s for what it is', async (code, status, kind) => {
  answer = { status, body: errorBody(code) };

  const failure: unknown = await ask().catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(kind);
  expect(failure).toMatchObject({ code: `Aws.${code}` });
  expect(String(failure)).not.toContain('hush');
});

it('reads a secret of the own region by its name, signed', async () => {
  answer = { status: 200, body: '{"Name":"n","SecretString":"hush"}' };

  expect(await secretValue(call(), 'heirtag/key')).toBe('hush');

  expect(seen.authorization).toContain('/eu-central-1/secretsmanager/aws4_request');
  expect(seen.target).toBe('secretsmanager.GetSecretValue');
  expect(JSON.parse(seen.body)).toEqual({ SecretId: 'heirtag/key' });
});

it('finds no secret where there is none of the name', async () => {
  answer = { status: 400, body: '{"__type":"ResourceNotFoundException","Message":"none"}' };

  expect(await secretValue(call(), 'heirtag/key')).toBeUndefined();
});

it.each([
  ['{"__type":"AccessDeniedException"}', 400, TerminalError, 'Aws.AccessDeniedException'],
  ['{"__type":"com.amazon#ThrottlingException"}', 400, RetryableError, 'Aws.ThrottlingException'],
  ['<html>', 503, RetryableError, 'Aws.Http503'],
] as const)('tells that a secret could not be read: %s', async (body, status, kind, code) => {
  answer = { status, body };

  const failure: unknown = await secretValue(call(), 'heirtag/key').catch(
    (error: unknown) => error,
  );

  expect(failure).toBeInstanceOf(kind);
  expect(failure).toMatchObject({ code });
});

it('tells that nobody answered', async () => {
  const gone = await listenOnLoopback(createServer());
  await gone.stop();

  await expect(webIdentityToken(call(gone.endpoint), 'somebody')).rejects.toMatchObject({
    code: 'Aws.NoAnswer',
  });
});
