import { isDeepStrictEqual } from 'node:util';
import {
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { allItems } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import type { NamedPattern } from '../../cloud.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { isMissing, looking, needing, placeOf } from './look.ts';
import { examineRuleQuota } from './rule-quota.ts';
import { type BusLook, examineTargets } from './targets.ts';

const check = 'event rules';

/** What the rules of one bus must be. */
export type ExpectedRules = {
  /** Its name. */
  readonly bus: string;
  readonly patterns: readonly NamedPattern[];
  /** ARN that events go to: the stage's queue, or, from elsewhere, its bus. */
  readonly target: string;
  /** What makes the rules: "the stack of the stage". */
  readonly madeBy: string;
};

/** Elsewhere rules send to the stage's bus. */
const isQueue = (target: string): boolean => target.split(':')[2] === 'sqs';

const patternOf = ({ EventPattern }: Rule): unknown => {
  try {
    return JSON.parse(EventPattern ?? 'null');
  } catch {
    return undefined;
  }
};

/** Every rule of a bus; undefined where there is no such bus. */
const rulesOf = async (
  { events }: DoctorClients,
  EventBusName: string,
): Promise<readonly Rule[] | undefined> => {
  try {
    const rules = await allItems(async (NextToken) => {
      const answer = await events().send(new ListRulesCommand({ EventBusName, NextToken }));
      return { items: answer.Rules ?? [], next: answer.NextToken };
    });
    return [...rules];
  } catch (thrown) {
    if (isMissing(thrown)) return undefined;
    throw thrown;
  }
};

const namesWithTarget = (
  { events }: DoctorClients,
  { bus: EventBusName, target: TargetArn }: ExpectedRules,
): Promise<ReadonlySet<string>> =>
  needing('events:ListRuleNamesByTarget', () =>
    allItems(async (NextToken) => {
      const question = { EventBusName, TargetArn, NextToken };
      const answer = await events().send(new ListRuleNamesByTargetCommand(question));
      return { items: answer.RuleNames ?? [], next: answer.NextToken };
    }),
  );

/** How it is with a rule: `astray` sends its events elsewhere. */
type Standing =
  | { readonly kind: 'missing' | 'astray' }
  | { readonly kind: 'on' | 'off'; readonly rule: string };

/** What is to be mended of some rules: those of one kind together, since one deployment mends them. */
const problemsOf = (
  standings: readonly (readonly [string, Standing])[],
  { where, target, madeBy }: Pick<ExpectedRules, 'target' | 'madeBy'> & { readonly where: string },
): readonly Finding[] => {
  const namesOf = (kind: Standing['kind']) =>
    standings.flatMap(([name, standing]) => (standing.kind === kind ? name : []));
  const deploy = `Deploy ${madeBy} there again, of the version that the stage has.`;
  const [missing, astray] = [namesOf('missing'), namesOf('astray')];
  return [
    ...(missing.length === 0
      ? []
      : [
          toMend(check, where, {
            says:
              missing.length === standings.length
                ? `none of the ${standings.length} rules is there: no event comes`
                : `no rule has the pattern of ${missing.join(', ')}: those events do not come, or other ones do`,
            mend: deploy,
          }),
        ]),
    ...(astray.length === 0
      ? []
      : [
          toMend(check, where, {
            says: `what has the pattern of ${astray.join(', ')} does not send to ${target}`,
            mend: deploy,
          }),
        ]),
    ...standings.flatMap(([name, standing]) =>
      standing.kind === 'off'
        ? [
            toMend(check, where, {
              says: `the rule ${standing.rule} (${name}) is off: none of its events come`,
              mend: `Enable the rule ${standing.rule}.`,
            }),
          ]
        : [],
    ),
  ];
};

const standingOf = (
  { pattern }: NamedPattern,
  rules: readonly Rule[],
  sending: ReadonlySet<string>,
): Standing => {
  const alike = rules.filter((rule) => isDeepStrictEqual(patternOf(rule), pattern));
  const own = alike.filter(({ Name = '' }) => sending.has(Name));
  // There are two ways of being on.
  const on = own.find(({ State }) => State !== 'DISABLED');
  if (on !== undefined) return { kind: 'on', rule: on.Name ?? '' };
  const [off] = own;
  if (off !== undefined) return { kind: 'off', rule: off.Name ?? '' };
  return { kind: alike.length === 0 ? 'missing' : 'astray' };
};

/** Looks for the rules of a bus that the stage's events come by. */
export const examineEventRules = async (
  at: AccountRegion,
  clients: DoctorClients,
  expected: ExpectedRules,
): Promise<BusLook> => {
  const { bus, patterns, target, madeBy } = expected;
  const where = bus === 'default' ? placeOf(at) : `${placeOf(at)}, bus ${bus}`;
  let on: readonly string[] = [];
  const findings = await looking({ check, where, permission: 'events:ListRules' }, async () => {
    const rules = await rulesOf(clients, bus);
    if (rules === undefined) {
      const says = `there is no bus ${bus}: no event comes`;
      return [toMend(check, where, { says, mend: `Deploy ${madeBy} there.` })];
    }
    const sending = await namesWithTarget(clients, expected);
    const standings = patterns.map(
      (each) => [each.name, standingOf(each, rules, sending)] as const,
    );
    on = standings.flatMap(([, each]) => (each.kind === 'on' ? each.rule : []));
    const problems = problemsOf(standings, { ...expected, where });
    const says = `all ${patterns.length} are there, are on, and send to ${target}`;
    return [
      ...(problems.length > 0 ? problems : [fine(check, where, says)]),
      ...(await examineRuleQuota(clients, rules.length, where)),
    ];
  });
  if (!isQueue(target) || on.length === 0) return { findings, letters: [] };
  const order = { bus, rules: on, queueArn: target, where, madeBy };
  const targets = await examineTargets(clients, order);
  return { findings: [...findings, ...targets.findings], letters: targets.letters };
};
