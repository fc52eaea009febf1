import {
  type EvaluationResult,
  type IAMClient,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { allItems } from '../../../model/page.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import { partitionOf } from '../arn.ts';
import { readActions, writeStatements } from '../permissions.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking } from './look.ts';

const check = 'permissions';

/** Some actions, and ARNs that they are tried on. */
type Trial = { readonly actions: readonly string[]; readonly resources: readonly string[] };

/** What a role must be able to do. */
export type PermissionOrder = {
  readonly roleArn: string;
  readonly regions: readonly string[];
  /** As it is told: `account 1`. */
  readonly where: string;
  readonly madeBy: string;
  /** ARNs of the roles that it takes in other accounts. */
  readonly takes: readonly string[];
};

/** A resource that a pattern of a policy is about: `ec2:*:*:volume/*` is tried on one of that account and region. */
const exampleOf = (pattern: string, accountId: string, region: string): string => {
  if (pattern === '*') return pattern;
  const [service, , account, ...rest] = pattern.split(':');
  const resource = rest.join(':').replaceAll('*', 'doctor');
  return `arn:${partitionOf(region)}:${service}:${region}:${account === '' ? '' : accountId}:${resource}`;
};

const trialsIn = (region: string, accountId: string): readonly Trial[] => [
  { actions: readActions, resources: ['*'] },
  ...writeStatements.map(({ actions, resources }) => ({
    actions,
    resources: resources.map((each) => exampleOf(each, accountId, region)),
  })),
];

/** Who says no, where it is not only that nobody says yes. */
const reasonOf = (results: readonly EvaluationResult[]): string => {
  if (results.some((each) => each.OrganizationsDecisionDetail?.AllowedByOrganizations === false)) {
    return ': a policy of the organization refuses it';
  }
  const isBounded = results.some(
    (each) => each.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false,
  );
  if (isBounded) return ": the role's permissions boundary refuses it";
  return results.some((each) => each.EvalDecision === 'explicitDeny')
    ? ': a policy refuses it expressly'
    : '';
};

const isAllowed = ({ EvalDecision, ResourceSpecificResults = [] }: EvaluationResult): boolean =>
  EvalDecision === 'allowed' &&
  ResourceSpecificResults.every((each) => each.EvalResourceDecision === 'allowed');

const refusedIn = async (
  client: IAMClient,
  roleArn: string,
  trial: Trial,
  region: string,
): Promise<readonly EvaluationResult[]> => {
  const results = await allItems(async (Marker) => {
    const answer = await client.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: [...trial.actions],
        ResourceArns: [...trial.resources],
        ContextEntries: [
          {
            ContextKeyName: 'aws:RequestedRegion',
            ContextKeyType: 'string',
            ContextKeyValues: [region],
          },
        ],
        Marker,
      }),
    );
    return { items: answer.EvaluationResults ?? [], next: answer.Marker };
  });
  return [...results].filter((each) => !isAllowed(each));
};

/** False for a role that is not there. @throws why it cannot be asked about */
const mayBeAsked = async (client: IAMClient, roleArn: string): Promise<boolean> => {
  try {
    await refusedIn(client, roleArn, { actions: ['sts:GetCallerIdentity'], resources: ['*'] }, '');
    return true;
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
};

/**
 * Asks IAM what a role may do, as its policies, its boundary and its organization say: nothing is called in its
 * name. A dry run would tell what the operator may do, and not the role.
 */
export const examinePermissions = (
  { iam }: DoctorClients,
  { roleArn, regions, where, madeBy, takes }: PermissionOrder,
): Promise<readonly Finding[]> =>
  looking({ check, where, permission: 'iam:SimulatePrincipalPolicy' }, async () => {
    const accountId = roleArn.split(':')[4] ?? '';
    const isThere = await mayBeAsked(iam(), roleArn);
    // That it is missing is told where roles are looked for.
    if (!isThere) return [];
    const findings: Finding[] = [];
    const tell = (refused: readonly EvaluationResult[], at: string): void => {
      if (refused.length === 0) return;
      const names = [...new Set(refused.flatMap((each) => each.EvalActionName ?? []))].sort();
      findings.push(
        toMend(check, where, {
          says: `${roleArn} may not ${names.join(', ')}${at}${reasonOf(refused)}`,
          mend: `Deploy ${madeBy} there again; if the role has these permissions already, have what refuses them changed.`,
        }),
      );
    };
    for (const region of regions) {
      const refused: EvaluationResult[] = [];
      for (const trial of trialsIn(region, accountId)) {
        refused.push(...(await refusedIn(iam(), roleArn, trial, region)));
      }
      tell(refused, ` in ${region}`);
    }
    const [region] = regions;
    if (takes.length > 0 && region !== undefined) {
      const trial = { actions: ['sts:AssumeRole'], resources: takes };
      tell(await refusedIn(iam(), roleArn, trial, region), ` on ${takes.join(', ')}`);
    }
    return findings.length > 0
      ? findings
      : [fine(check, where, `${roleArn} may do all that it needs in ${regions.join(', ')}`)];
  });
