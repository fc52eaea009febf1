import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type Credentials,
  signedHeaders,
  type Unsigned,
} from '../../../../src/clouds/alibaba/provider/signature.ts';

const require = createRequire(import.meta.url);
const { OpenApiUtil }: typeof import('@alicloud/openapi-core') = require('@alicloud/openapi-core');

const credentials: Credentials = {
  accessKeyId: 'LTAItestAccessKeyId',
  accessKeySecret: 'testAccessKeySecret',
  securityToken: undefined,
};

const moment = { now: Date.parse('2026-11-24T04:20:11.345Z'), nonce: 'n-1' };

const request = (over: Partial<Unsigned> = {}): Unsigned => ({
  method: 'POST',
  path: '/',
  query: new Map([
    ['RegionId', 'cn-hangzhou'],
    ['Tag.1.Value', "成本*~!(x) + 'y' /="],
    ['A.10', 'b'],
    ['A.2', ''],
  ]),
  body: '',
  headers: { host: 'ecs.aliyuncs.com', 'x-acs-action': 'A', 'x-acs-version': '1', accept: '*/*' },
  ...over,
});

/** What the official SDK writes for the same request. */
const officialAuthorization = (
  { method, path, query }: Unsigned,
  headers: Readonly<Record<string, string>>,
): string => {
  const { authorization, ...others } = headers;
  return OpenApiUtil.getAuthorization(
    Object.assign(Object.create(null), {
      method,
      pathname: path,
      query: Object.fromEntries(query),
      headers: others,
    }),
    'ACS3-HMAC-SHA256',
    headers['x-acs-content-sha256'] ?? '',
    credentials.accessKeyId,
    credentials.accessKeySecret,
  );
};

describe('a signature', () => {
  it.each([
    ['parameters in the query', request(), credentials],
    ['temporary credentials', request(), { ...credentials, securityToken: 'CAIS+/token==' }],
    ['no parameters', request({ query: new Map() }), credentials],
    [
      'a form body',
      request({
        query: new Map(),
        body: 'ResourceId.1=nlb-1&Tag.1.Key=a%20b',
        headers: {
          host: 'nlb.cn-hangzhou.aliyuncs.com',
          'content-type': 'application/x-www-form-urlencoded',
          'x-acs-action': 'TagResources',
          'x-acs-version': '2022-04-30',
        },
      }),
      credentials,
    ],
    [
      'a path',
      request({ method: 'GET', path: '/clusters/c1%2F~x/resources', query: new Map([['a', '1']]) }),
      credentials,
    ],
  ] as const)("is the official SDK's for %s", (_, unsigned, key) => {
    const headers = signedHeaders(unsigned, key, moment);

    expect(headers.authorization).toBe(officialAuthorization(unsigned, headers));
    expect(headers['x-acs-date']).toBe('2026-11-24T04:20:11Z');
  });

  it('signs all headers that tell what is called, and by whom', () => {
    const { authorization } = signedHeaders(
      request(),
      { ...credentials, securityToken: 'CAIS' },
      moment,
    );

    expect(authorization).toContain(
      'SignedHeaders=host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,',
    );
  });

  it('is the one that was captured from the official SDK', () => {
    const vectorSchema = z.object({
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      expectedSignature: z.string(),
    });
    const { vectors } = z
      .object({ signatureTestVectors: z.object({ vectors: z.array(vectorSchema) }) })
      .parse(
        JSON.parse(
          readFileSync(
            join(import.meta.dirname, '../../../fixtures/alicloud-sdk-captures.json'),
            'utf8',
          ),
        ),
      ).signatureTestVectors;

    for (const { method, url, headers, expectedSignature } of vectors) {
      const { pathname, searchParams } = new URL(url, 'http://host');
      const { authorization, ...others } = headers;
      const signed = signedHeaders(
        { method, path: pathname, query: new Map(searchParams), body: '', headers: others },
        credentials,
        {
          now: Date.parse(headers['x-acs-date'] ?? ''),
          nonce: headers['x-acs-signature-nonce'] ?? '',
        },
      );

      expect(signed.authorization).toBe(authorization);
      expect(signed.authorization).toContain(expectedSignature);
    }
  });
});
