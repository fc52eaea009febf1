import { GetRoleCommand } from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking } from './look.ts';

const check = 'role';

/** One value or several: policies write a list of one as its item. */
const texts = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((said) => [said].flat()),
);

const statementSchema = z.looseObject({
  Effect: z.string(),
  Action: z._default(texts, []),
  Principal: z._default(z.union([z.literal('*'), z.looseObject({ AWS: z.optional(texts) })]), {}),
  Condition: z._default(z.record(z.string(), z.record(z.string(), texts)), {}),
});

const trustSchema = z.looseObject({
  Statement: z.pipe(
    z.union([statementSchema, z.array(statementSchema)]),
    z.transform((said) => [said].flat()),
  ),
});

type Statement = z.infer<typeof statementSchema>;

/** Who takes a role, and how. */
export type Taker = { readonly roleArn: string; readonly externalId: string };

/** The values that a condition allows of one key, whatever it is compared by; undefined where nothing is asked. */
const allowedOf = ({ Condition }: Statement, key: string): readonly string[] | undefined => {
  const found = Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([name, values]) =>
      name.toLowerCase() === key.toLowerCase() ? values : [],
    ),
  );
  return found.length === 0 ? undefined : found;
};

const isLike = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** Why a statement does not let a taker take the role; undefined where it does. */
const refusalOf = (statement: Statement, { roleArn, externalId }: Taker): string | undefined => {
  const accountId = roleArn.split(':')[4] ?? '';
  const said = statement.Principal === '*' ? ['*'] : (statement.Principal.AWS ?? []);
  const isNamed = said.some(
    (each) =>
      each === '*' ||
      each === accountId ||
      each.endsWith(`::${accountId}:root`) ||
      each === roleArn,
  );
  if (!isNamed)
    return `it trusts ${said.join(', ') || 'nobody of AWS'}, and not account ${accountId}`;
  const ids = allowedOf(statement, 'sts:ExternalId');
  if (ids === undefined) return `it asks for no external id; expected "${externalId}"`;
  if (!ids.includes(externalId)) {
    return `it asks for the external id "${ids.join('", "')}"; expected "${externalId}"`;
  }
  const callers = allowedOf(statement, 'aws:PrincipalArn');
  return callers?.some((each) => isLike(each, roleArn)) === false
    ? `it lets ${callers.join(', ')} take it, and not ${roleArn}`
    : undefined;
};

/** Why a role cannot be taken; undefined where it can. @param document as IAM gives it */
const trustProblem = (document: string, taker: Taker): string | undefined => {
  const { Statement } = trustSchema.parse(JSON.parse(decodeURIComponent(document)));
  const letting = Statement.filter(
    ({ Effect, Action }) =>
      Effect === 'Allow' && Action.some((each) => ['sts:AssumeRole', 'sts:*', '*'].includes(each)),
  );
  if (letting.length === 0) return 'it lets nobody take it';
  const refusals = letting.map((statement) => refusalOf(statement, taker));
  return refusals.includes(undefined) ? undefined : refusals.join('; ');
};

/** A role that must be there. */
export type RoleOrder = {
  readonly name: string;
  /** As it is told: `account 1`. */
  readonly where: string;
  readonly madeBy: string;
  /** Who must be let take it; undefined where Lambda is. */
  readonly taker: Taker | undefined;
};

/** Looks whether a role is there, and lets itself be taken. */
export const examineRole = (
  { iam }: DoctorClients,
  { name, where, madeBy, taker }: RoleOrder,
): Promise<readonly Finding[]> =>
  looking({ check, where, permission: 'iam:GetRole' }, async () => {
    const found = await iam()
      .send(new GetRoleCommand({ RoleName: name }))
      .catch((thrown: unknown) => {
        if (isMissing(thrown)) return undefined;
        throw thrown;
      });
    if (found === undefined) {
      return [
        toMend(check, where, {
          says: `there is no role ${name}: nothing of the account is read or tagged`,
          mend: `Deploy ${madeBy} there.`,
        }),
      ];
    }
    const problem =
      taker === undefined
        ? undefined
        : trustProblem(found.Role?.AssumeRolePolicyDocument ?? '{"Statement":[]}', taker);
    return problem === undefined
      ? [
          fine(
            check,
            where,
            taker === undefined ? `${name} is there` : `${taker.roleArn} may take ${name}`,
          ),
        ]
      : [
          toMend(check, where, {
            says: `${name} cannot be taken: ${problem}`,
            mend: `Deploy ${madeBy} there again, for the account and the region of this stage.`,
          }),
        ];
  });
