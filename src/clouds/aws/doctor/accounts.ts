import type { Examined, Finding } from '../../doctor.ts';
import { unknown } from '../../doctor.ts';
import { awsEvents } from '../events/events.ts';
import { examineEventRules } from './event-rules.ts';
import { placeOf } from './look.ts';
import type { OpenClients } from './operator.ts';
import { examineQueues } from './queues.ts';
import { examinePermissions } from './role-permissions.ts';
import { examineRole } from './roles.ts';
import type { StageFacts } from './stage-facts.ts';
import type { BusLook } from './targets.ts';
import { examineTrail } from './trails.ts';

/** Of what the operator may not see. */
const unseen: BusLook = { findings: [], letters: [] };

/** A deployed stage, and what it is looked at with. */
export type Site = Pick<Examined, 'stage' | 'rulesOn'> & {
  /** Region that the stage lives in. */
  readonly home: string;
  readonly facts: StageFacts;
  readonly open: OpenClients;
};

/** Accounts of a stage, its own first. Of an organization those are known that turned something on. */
export const accountsOf = ({ facts, rulesOn }: Site): readonly string[] => {
  const { ownAccount, accounts, isOrganization } = facts.settings;
  const known = isOrganization
    ? [...(rulesOn?.keys() ?? [])].filter((each) => /^\d{12}$/.test(each))
    : [];
  return [...new Set([ownAccount, ...accounts, ...known])];
};

const partitionIn = ({ facts }: Site): string => facts.workerRole.split(':')[1] ?? 'aws';

const taggerIn = (site: Site, accountId: string): string =>
  `arn:${partitionIn(site)}:iam::${accountId}:role/${site.facts.settings.tagger}`;

/** What makes all that a stage has in its own account and region. */
export const stackOf = ({ stage }: Pick<Site, 'stage'>): string => `the stack of stage ${stage}`;

const memberStackOf = ({ stage }: Site): string => `the member stack of stage ${stage}`;

/** Looks at the worker's own role, which takes those of the other accounts. */
const examineWorker = async (site: Site): Promise<readonly Finding[]> => {
  const { facts, open, home } = site;
  const { ownAccount: accountId, regions } = facts.settings;
  const clients = open({ accountId, region: home });
  if (clients === undefined) return [];
  const { workerRole: roleArn } = facts;
  const takes = accountsOf(site)
    .filter((each) => each !== accountId)
    .map((each) => taggerIn(site, each));
  const told = { where: `account ${accountId}`, madeBy: stackOf(site) };
  const name = roleArn.split('/').at(-1) ?? '';
  return [
    ...(await examineRole(clients, { ...told, name, taker: undefined })),
    ...(await examinePermissions(clients, { ...told, roleArn, regions, takes })),
  ];
};

/** Looks at the role that the worker takes in another account. */
const examineTagger = async (site: Site, accountId: string): Promise<readonly Finding[]> => {
  const { facts, open, home: region } = site;
  const { tagger: name, externalId, regions } = facts.settings;
  const clients = open({ accountId, region });
  if (clients === undefined) {
    return [
      unknown('account', `account ${accountId}`, {
        says: 'your credentials are of another account',
        mend: 'Name a role that you may take there: --assume-role ROLE.',
      }),
    ];
  }
  const told = { where: `account ${accountId}`, madeBy: memberStackOf(site) };
  const taker = { roleArn: facts.workerRole, externalId };
  const roleArn = taggerIn(site, accountId);
  return [
    ...(await examineRole(clients, { ...told, name, taker })),
    ...(await examinePermissions(clients, { ...told, roleArn, regions, takes: [] })),
  ];
};

/** Looks at what a region of an account needs: the rules that events come by, and a trail. */
const examineRegion = async (site: Site, accountId: string, region: string): Promise<BusLook> => {
  const { facts, rulesOn, home, open } = site;
  const { ownAccount, regions, ownRoles } = facts.settings;
  const at = { accountId, region };
  const clients = open(at);
  if (clients === undefined) return unseen;
  const isHome = accountId === ownAccount && region === home;
  const expected = {
    bus: 'default',
    patterns: awsEvents.patterns(regions, ownRoles),
    target: isHome
      ? facts.queueArn
      : `arn:${partitionIn(site)}:events:${home}:${ownAccount}:event-bus/${facts.busName}`,
    madeBy: isHome ? stackOf(site) : memberStackOf(site),
  };
  const on = rulesOn === undefined ? undefined : (rulesOn.get(accountId) ?? new Set());
  const { findings, letters } = await examineEventRules(at, clients, expected);
  return { findings: [...findings, ...(await examineTrail(at, clients, on))], letters };
};

/** Looks at the stage's bus, which takes what other regions and accounts send on. */
const examineBus = async (site: Site): Promise<BusLook> => {
  const { facts, home, open } = site;
  const { ownAccount: accountId, regions, ownRoles } = facts.settings;
  const at = { accountId, region: home };
  const clients = open(at);
  if (clients === undefined) return unseen;
  return examineEventRules(at, clients, {
    bus: facts.busName,
    patterns: awsEvents.patterns(regions, ownRoles),
    target: facts.queueArn,
    madeBy: stackOf(site),
  });
};

/** Looks at the queues that events come into: those of the stage's bus and of its own region's default bus are the same. */
const examineStageQueues = async (
  site: Site,
  looks: readonly BusLook[],
): Promise<readonly Finding[]> => {
  const { facts, home, open } = site;
  const at = { accountId: facts.settings.ownAccount, region: home };
  const clients = open(at);
  if (clients === undefined) return [];
  return examineQueues(clients, {
    queueArn: facts.queueArn,
    letters: looks.flatMap(({ letters }) => letters),
    where: placeOf(at),
    madeBy: stackOf(site),
  });
};

/** Looks at all that one account of a stage needs. */
export const examineAccount = async (
  site: Site,
  accountId: string,
): Promise<readonly Finding[]> => {
  const { ownAccount, regions } = site.facts.settings;
  const isOwn = accountId === ownAccount;
  const ofRole = isOwn ? await examineWorker(site) : await examineTagger(site, accountId);
  const looks = isOwn ? [await examineBus(site)] : [];
  for (const region of regions) looks.push(await examineRegion(site, accountId, region));
  return [
    ...ofRole,
    ...looks.flatMap(({ findings }) => findings),
    ...(isOwn ? await examineStageQueues(site, looks) : []),
  ];
};
