import * as z from 'zod/mini';
import { type AccessKey, accessRights } from '../../access/access-key.ts';
import type { AccessKeys, IssuedKey } from '../../access/access-keys.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';

/** As long as the cloud's own temporary credentials last at the most. Hours. */
const mostTemporaryHours = 36;
const mostGraceHours = 168;
const longestDescription = 200;

const keySchema = z.object({
  accessKeyId: z.string(),
  accountId: z.string(),
  rights: z.enum(accessRights),
  description: z.string(),
  status: z.enum(['active', 'revoked']),
  previousValidUntil: z
    .nullable(z.string())
    .check(z.describe('until when the secret before the last rotation counts')),
  expiresAt: z.nullable(z.string()).check(z.describe('end of a temporary key')),
  createdAt: z.string(),
  createdBy: z.string().check(z.describe('the ARN that signed the call, or local')),
  updatedAt: z.string(),
});

const issuedSchema = z.extend(keySchema, {
  accessKeySecret: z.string().check(z.describe('told this once')),
  securityToken: z.nullable(z.string()).check(z.describe('of a temporary key; told this once')),
});

const tellKey = ({ secret: _, tokenHash: __, version: ___, previous, ...key }: AccessKey) => ({
  ...key,
  previousValidUntil: previous?.validUntil ?? null,
});

const tellIssued = ({ key, ...secrets }: IssuedKey) => ({ ...tellKey(key), ...secrets });

const errors = { AccessKeyNotFound: 404 };

/** `/v1/access-keys`: keys that sign calls of the Tag API. None where the stage has no Tag API. */
export const accessKeyCalls = ({
  accessKeys,
}: {
  readonly accessKeys: AccessKeys | undefined;
}): readonly Call[] => {
  if (accessKeys === undefined) return [];
  return [
    defineCall({
      method: 'GET',
      path: '/v1/access-keys',
      summary: "Lists an account's access keys of the Tag API, without their secrets.",
      query: z.strictObject(pageQuery),
      body: noBody,
      answer: z.object({ accessKeys: z.array(keySchema), next: nextCursor }),
      handle: async ({ accountId, query }) => {
        const page = await accessKeys.list({ accountId, ...query, cursor: query.cursor });
        return { body: { accessKeys: page.items.map(tellKey), next: page.next ?? null } };
      },
    }),
    defineCall({
      method: 'POST',
      path: '/v1/access-keys',
      summary: 'Makes an access key of the Tag API; its secret is told this once.',
      query: noQuery,
      body: z.strictObject({
        rights: z.enum(accessRights),
        description: z._default(z.string().check(z.maxLength(longestDescription)), ''),
        temporaryHours: z
          ._default(
            z.nullable(z.number().check(z.int(), z.minimum(1), z.maximum(mostTemporaryHours))),
            null,
          )
          .check(z.describe('makes a temporary key with a security token')),
      }),
      answer: issuedSchema,
      status: 201,
      isAudited: true,
      handle: async ({ accountId, principal, body }) => ({
        body: tellIssued(await accessKeys.create({ accountId, principal, ...body })),
      }),
    }),
    defineCall({
      method: 'POST',
      path: '/v1/access-keys/{accessKeyId}/rotate',
      summary: 'Gives an access key a new secret, told this once; the old one ends after a while.',
      query: noQuery,
      body: z.strictObject({
        graceHours: z
          ._default(z.number().check(z.int(), z.minimum(0), z.maximum(mostGraceHours)), 24)
          .check(z.describe('how long the old secret still counts; 0 ends it at once')),
      }),
      answer: issuedSchema,
      errors,
      isAudited: true,
      handle: async ({ accountId, param, body }) => ({
        body: tellIssued(
          await accessKeys.rotate({ accountId, accessKeyId: param('accessKeyId'), ...body }),
        ),
      }),
    }),
    defineCall({
      method: 'DELETE',
      path: '/v1/access-keys/{accessKeyId}',
      summary: 'Revokes an access key at once and for ever.',
      query: noQuery,
      body: noBody,
      answer: keySchema,
      errors,
      isAudited: true,
      handle: async ({ accountId, param }) => ({
        body: tellKey(await accessKeys.revoke({ accountId, accessKeyId: param('accessKeyId') })),
      }),
    }),
  ];
};
