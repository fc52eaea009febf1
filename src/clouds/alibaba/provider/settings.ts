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

/** Of Secrets Manager. What it may not hold could stand for more than one secret in a policy. */
export const secretName = z
  .string()
  .check(
    z.regex(/^[\w/+=.@-]{1,512}$/, 'expected the name of a secret, letters, digits and /_+=.@-'),
  );

/** An account whose resources are reached by an access key of a RAM user. */
const byKey = z.strictObject({
  accountId,
  /** Name of the secret that holds `{"accessKeyId": "…", "accessKeySecret": "…"}`. */
  accessKeySecret: secretName,
  /** Of the RAM user: by it the stage knows its own calls in the audit trail; it does not unless given. */
  userName: z.optional(z.string().check(z.regex(/^.{1,64}$/, 'expected 1 to 64 characters'))),
});

/** What is wrong with an account, as one of the kind that it seems to be. */
const tellAccount = ({ input }: { readonly input?: unknown }): string => {
  const isByKey = typeof input === 'object' && input !== null && 'accessKeySecret' in input;
  const { error } = (isByKey ? byKey : byRole).safeParse(input);
  const problems = error?.issues.map(({ path, message }) => [...path, message].join(': ')) ?? [];
  return `an account is reached by a role (accountId, roleArn, identityProviderArn) or by a key (accountId, accessKeySecret): ${problems.join('; ')}`;
};

/** The accounts of a stage, each once, and how each is reached. */
export const accounts = z.array(z.union([byRole, byKey], { error: tellAccount })).check(
  z.minLength(1),
  z.refine((all) => new Set(all.map((each) => each.accountId)).size === all.length, {
    message: 'expected each account once',
  }),
);

/** Whom the tokens are for unless a stage says otherwise. */
export const usualAudience = 'sts.aliyuncs.com';

/** What a stage's settings say of Alibaba Cloud. */
export const alibabaSettings = z.strictObject({
  accounts,
  /** Whom the tokens are for; the identity provider must name it as a client. */
  audience: z._default(z.string().check(z.regex(/^[\w.:/-]{1,128}$/)), usualAudience),
  /** Where all calls go instead of the cloud's own hosts: a proxy, or a simulated cloud. */
  endpoint: z.optional(z.url()),
});

export type AlibabaSettings = z.output<typeof alibabaSettings>;

/** One account, and how it is reached. */
export type AlibabaAccount = AlibabaSettings['accounts'][number];

/** What the audit trail calls a session of ours. */
export const sessionName = 'heirtag';

/** Who we are in some accounts, as their audit trails name us; not in those of which nobody said. */
export const callersOf = (accounts: readonly AlibabaAccount[]): readonly string[] => [
  ...new Set(
    accounts.flatMap((account) =>
      'roleArn' in account
        ? `${account.roleArn.split('/').at(-1)}:${sessionName}`
        : (account.userName ?? []),
    ),
  ),
];
