import { acknowledgeAws, awsReads, awsWrites, takeRole } from './aws-permissions.ts';
import type { HeirtagFunction } from './heirtag-function.ts';
import { awsRegionsOf, namesOf, touchesAws } from './stage-clouds.ts';
import type { StageSettings } from './stage-settings.ts';

/** Lets a function read the stage's own account of AWS, and take the tagger's role in others. @param mayTag it writes tags, too */
export const letTouchAws = (
  { role }: HeirtagFunction,
  stage: string,
  { settings, mayTag }: { readonly settings: StageSettings; readonly mayTag: boolean },
): void => {
  if (!touchesAws(settings)) return;
  const within = { scope: role, regions: awsRegionsOf(settings) };
  const { tagger } = namesOf(stage);
  const isOrganization = settings.awsOrganization !== undefined;
  const accounts = isOrganization ? ['*'] : settings.awsAccounts;
  const statements = [
    awsReads(within),
    ...(mayTag ? awsWrites(within) : []),
    ...(accounts.length === 0 ? [] : [takeRole(role, tagger, accounts)]),
  ];
  for (const statement of statements) role.addToPolicy(statement);
  acknowledgeAws(role, isOrganization ? [`iam::*:role/${tagger}`] : []);
};
