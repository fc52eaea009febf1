import * as z from 'zod/mini';

const accountId = z.string().check(z.regex(/^\d{16}$/, 'expected the 16 digits of an account'));

/** An account whose resources are reached by a RAM role, which trusts the stage by a token: nobody keeps a key. */
const byRole = z.strictObject({
  accountId,
  /** Whose permissions the stage has there. */
  roleArn: z
    .string()
    .check(z.regex(/^acs:ram::\d{16}:role\/[\w.-]+$/, 'expected acs:ram::<account>:role/<name>')),
  /** What the role trusts. */
  identityProviderArn: z
    .string()
    .check(
      z.regex(
        /^acs:ram::\d{16}:oidc-provider\/[\w.-]+$/,
        'expected acs:ram::<account>:oidc-provider/<name>',
      ),
    ),
});

/** An account whose resources are reached by an access key of a RAM user. */
const byKey = z.strictObject({
  accountId,
  /** Name of the secret that holds `{"accessKeyId": "…", "accessKeySecret": "…"}`. */
  accessKeySecret: z.string().check(z.minLength(1), z.maxLength(512)),
  /** Of the RAM user: by it the stage knows its own calls in the audit trail; it does not unless given. */
  userName: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});

const accounts = z.array(z.union([byRole, byKey])).check(
  z.minLength(1),
  z.refine((all) => new Set(all.map((each) => each.accountId)).size === all.length, {
    message: 'expected each account once',
  }),
);

/** What a stage's settings say of Alibaba Cloud. */
export const alibabaSettings = z.strictObject({
  accounts,
  /** Whom the tokens are for; the identity provider must name it as a client. */
  audience: z._default(z.string().check(z.regex(/^[\w.:/-]{1,128}$/)), 'sts.aliyuncs.com'),
  /** Where all calls go instead of the cloud's own hosts: a proxy, or a simulated cloud. */
  endpoint: z.optional(z.url()),
});

export type AlibabaSettings = z.output<typeof alibabaSettings>;

/** One account, and how it is reached. */
export type AlibabaAccount = AlibabaSettings['accounts'][number];
