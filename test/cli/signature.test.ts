import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { heirtag } from './cli-process.ts';
import { type Seen, signatureOf } from './signature-of.ts';

const answer = JSON.stringify({ status: 'Enable', manages: [], rules: [], next: null });

/** A server that answers everything with what the feature and the rules answer. */
const withServer = async (use: (url: string) => Promise<void>): Promise<readonly Seen[]> => {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ request, body: await text(request) });
    response.setHeader('content-type', 'application/json').end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await use(`http://127.0.0.1:${address.port}`);
  server.close();
  return seen;
};

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret/with+signs',
};

const authorizationOf = (seen: readonly Seen[]): string =>
  seen[0]?.request.headers.authorization ?? '';

describe('calls with --sign', () => {
  it.each([
    ['a call without a body', ['feature', 'show']],
    ['a call with a body', ['feature', 'enable']],
    ['an ARN in the path', ['resources', 'arn:acs:ecs:cn-hangzhou:1:disk/d 1(x)']],
    ['a query with signs', ['explain', 'arn:acs:ecs:cn-hangzhou:1:disk/d-1', "a b+c&d='e'*~(f)/ü"]],
  ])('carry a signature that verifies: %s', async (_, args) => {
    const [seen] = await withServer(async (HEIRTAG_ENDPOINT) => {
      const env = {
        ...credentials,
        HEIRTAG_ENDPOINT,
        HEIRTAG_ACCOUNT: '42',
        AWS_SESSION_TOKEN: 'st',
      };
      await heirtag([...args, '--sign', '--region', 'eu-west-1'], { env });
    });

    if (seen === undefined) throw new Error('nothing was sent');
    const { authorization, ...headers } = seen.request.headers;
    expect(authorization).toMatch(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//);
    expect(authorization).toContain(
      `Signature=${signatureOf(seen, credentials.AWS_SECRET_ACCESS_KEY)}`,
    );
    expect(headers).toMatchObject({ 'x-amz-security-token': 'st' });
    expect(authorization).toMatch(/SignedHeaders=[^,]*host;/);
  });

  it('take credentials and region of a profile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirtag-aws-'));
    const config = join(folder, 'config');
    await writeFile(
      config,
      '[profile ops]\nregion = ap-southeast-1\naws_access_key_id = AKIDOPS\naws_secret_access_key = s\n',
    );

    const seen = await withServer(async (HEIRTAG_ENDPOINT) => {
      const env = {
        HEIRTAG_ENDPOINT,
        HEIRTAG_ACCOUNT: '42',
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: config,
      };
      await heirtag(['feature', 'show', '--sign', '--profile', 'ops'], { env });
    });
    await rm(folder, { recursive: true });

    expect(authorizationOf(seen)).toMatch(/Credential=AKIDOPS\/\d{8}\/ap-southeast-1\//);
  });

  it.each([
    ['without a region', credentials, 2, 'RegionMissing'],
    ['without credentials', { AWS_REGION: 'eu-west-1' }, 1, 'CredentialsMissing'],
    ['without an account', { ...credentials, AWS_REGION: 'eu-west-1' }, 2, 'AccountMissing'],
    [
      'with a token, too',
      { ...credentials, AWS_REGION: 'eu-west-1', HEIRTAG_TOKEN: 'x' },
      2,
      'WrongUsage',
    ],
  ])('are not made %s', async (lack, env, code, told) => {
    const seen = await withServer(async (HEIRTAG_ENDPOINT) => {
      const nowhere = { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' };
      const ran = await heirtag(['feature', 'show', '--sign'], {
        env: {
          HEIRTAG_ENDPOINT,
          ...(lack === 'without an account' ? {} : { HEIRTAG_ACCOUNT: '42' }),
          AWS_EC2_METADATA_DISABLED: 'true',
          ...nowhere,
          ...env,
        },
      });

      expect(ran).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(told) });
    });

    expect(seen).toEqual([]);
  });
});

describe('calls to a local runner', () => {
  it('are for an account of its own unless one is named', async () => {
    const [seen] = await withServer(async (HEIRTAG_ENDPOINT) => {
      await heirtag(['feature', 'show'], { env: { HEIRTAG_ENDPOINT } });
    });

    expect(seen?.request.url).toBe('/v1/accounts/1000000000000001/feature');
  });

  it('carry no signature, though there are credentials', async () => {
    const seen = await withServer(async (HEIRTAG_ENDPOINT) => {
      await heirtag(['feature', 'show'], { env: { ...credentials, HEIRTAG_ENDPOINT } });
    });

    expect(seen).toHaveLength(1);
    expect(authorizationOf(seen)).toBe('');
  });

  it('carry the token that it wants', async () => {
    const seen = await withServer(async (HEIRTAG_ENDPOINT) => {
      await heirtag(['feature', 'show'], {
        env: { HEIRTAG_ENDPOINT, HEIRTAG_TOKEN: 'open-sesame' },
      });
    });

    expect(authorizationOf(seen)).toBe('Bearer open-sesame');
  });
});
