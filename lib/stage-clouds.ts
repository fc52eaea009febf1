import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EventReader, NamedPattern } from '../src/clouds/cloud.ts';
import { simulatedCallers } from '../src/clouds/event-patterns.ts';
import type { HandledRegions } from '../src/clouds/regions.ts';
import type { StageSettings } from './stage-settings.ts';
import { alibabaCallers, alibabaEvents, awsEvents } from './variants/readers.ts';

/** The names of what a stage calls AWS as; the same in every account, so that one can be let in by name. */
export const namesOf = (stage: string) =>
  ({
    worker: `heirtag-${stage}-worker`,
    admin: `heirtag-${stage}-admin`,
    /** In other accounts. */
    tagger: `heirtag-${stage}-tagger`,
    /** Said by the stage when it takes the tagger's role. */
    externalId: `heirtag-${stage}`,
  }) as const;

/** True when the stage touches real resources of AWS. */
export const touchesAws = ({ clouds }: Pick<StageSettings, 'clouds'>): boolean =>
  clouds.includes('aws');

/** True when the stage touches real resources of Alibaba Cloud. */
export const touchesAlibaba = ({ clouds }: Pick<StageSettings, 'clouds'>): boolean =>
  clouds.includes('alibaba');

/**
 * Names of the roles of the worker and of the HTTP API where somebody outside of the stack has to know them: who
 * trusts them, in other accounts and other clouds. Without, CloudFormation names them.
 */
export const roleNamesOf = (
  stage: string,
  { clouds }: Pick<StageSettings, 'clouds'>,
): { readonly worker?: string; readonly admin?: string } => {
  const { worker, admin } = namesOf(stage);
  return clouds.length === 0 ? {} : { worker, admin };
};

/** True when the stage touches accounts that must let it in, beside its own. */
export const takesRoles = (settings: StageSettings): boolean =>
  touchesAlibaba(settings) ||
  (touchesAws(settings) &&
    (settings.awsAccounts.length > 0 || settings.awsOrganization !== undefined));

/** Regions of AWS whose resources inherit; none without AWS. */
export const awsRegionsOf = (settings: StageSettings): readonly string[] =>
  touchesAws(settings) ? (settings.awsRegions ?? []) : [];

/** Stages of before there were real clouds have the first cloud's rules on their bus, whatever they touch. */
const hasFirstCloud = (settings: StageSettings): boolean =>
  settings.simulator || settings.clouds.length === 0 || touchesAlibaba(settings);

/** Patterns for events that come to the stage's bus from outside of AWS. */
export const sentPatterns = (settings: StageSettings): readonly NamedPattern[] =>
  hasFirstCloud(settings)
    ? alibabaEvents.patterns(settings.cloudRegions, [
        ...(settings.simulator ? simulatedCallers : []),
        ...alibabaCallers(settings.alibabaAccounts ?? []),
        ...settings.ownCallers,
      ])
    : [];

/** Patterns for events that AWS itself puts on the default bus of every account and region. */
export const awsPatterns = (stage: string, settings: StageSettings): readonly NamedPattern[] => {
  if (!touchesAws(settings)) return [];
  const { worker, tagger } = namesOf(stage);
  const callers = [worker, tagger, ...settings.ownCallers];
  return awsEvents.patterns(awsRegionsOf(settings), callers);
};

const handledIn = ({ cloud }: EventReader, regions: readonly string[]) =>
  [cloud, new Set(regions)] as const;

/** Where resources of the stage's clouds inherit. */
export const handledRegions = (settings: StageSettings): HandledRegions =>
  new Map([
    ...(hasFirstCloud(settings) ? [handledIn(alibabaEvents, settings.cloudRegions)] : []),
    ...(touchesAws(settings) ? [handledIn(awsEvents, awsRegionsOf(settings))] : []),
  ]);

const ofAws = (scope: Construct, stage: string, settings: StageSettings) => {
  const { worker, tagger, externalId } = namesOf(stage);
  return {
    ownAccount: Stack.of(scope).account,
    regions: awsRegionsOf(settings),
    accounts: settings.awsAccounts,
    isOrganization: settings.awsOrganization !== undefined,
    tagger,
    externalId,
    ownRoles: [worker, tagger, ...settings.ownCallers],
  };
};

/** What the stage says of each cloud to its functions, JSON; undefined where it says nothing. */
export const cloudSettings = (
  scope: Construct,
  stage: string,
  settings: StageSettings,
): string | undefined => {
  if (settings.clouds.length === 0) return undefined;
  return Stack.of(scope).toJsonString({
    ...(touchesAlibaba(settings) ? { alibaba: { accounts: settings.alibabaAccounts } } : {}),
    ...(touchesAws(settings) ? { aws: ofAws(scope, stage, settings) } : {}),
  });
};

/** Clouds that send events by themselves: whose they may be, and where it is kept what a delivery shows. */
export const inletsOf = ({
  alibabaAccounts = [],
  alibabaEventsSecret: secret,
}: StageSettings): Readonly<
  Record<string, { readonly accounts: readonly string[]; readonly secret: string }>
> =>
  secret === undefined
    ? {}
    : { alibaba: { accounts: alibabaAccounts.map(({ accountId }) => accountId), secret } };
