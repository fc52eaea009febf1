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
import { looking, needing, placeOf } from './look.ts';

const check = 'event rules';

/** Rules that a bus may have unless its quota was raised. Source: Amazon EventBridge quotas. */
const usualRules = 300;

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

const patternOf = ({ EventPattern }: Rule): unknown => {
  try {
    return JSON.parse(EventPattern ?? 'null');
  } catch {
    return undefined;
  }
};

const allRules = ({ events }: DoctorClients, EventBusName: string): Promise<ReadonlySet<Rule>> =>
  allItems(async (NextToken) => {
    const answer = await events().send(new ListRulesCommand({ EventBusName, NextToken }));
    return { items: answer.Rules ?? [], next: answer.NextToken };
  });

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

/** Looks for the rules of a bus that the stage's events come by. */
export const examineEventRules = (
  at: AccountRegion,
  clients: DoctorClients,
  expected: ExpectedRules,
): Promise<readonly Finding[]> => {
  const { bus, patterns, target, madeBy } = expected;
  const where = bus === 'default' ? placeOf(at) : `${placeOf(at)}, bus ${bus}`;
  return looking({ check, where, permission: 'events:ListRules' }, async () => {
    const rules = [...(await allRules(clients, bus))];
    const sending = await namesWithTarget(clients, expected);
    const deploy = `Deploy ${madeBy} there again, of the version that the stage has.`;

    const problemOf = ({ name, pattern }: NamedPattern): Finding | undefined => {
      const alike = rules.filter((rule) => isDeepStrictEqual(patternOf(rule), pattern));
      const own = alike.filter(({ Name = '' }) => sending.has(Name));
      if (own.some(({ State }) => State === 'ENABLED')) return undefined;
      const [off] = own;
      if (off !== undefined) {
        return toMend(check, where, {
          says: `the rule ${off.Name} (${name}) is off: none of its events come`,
          mend: `Enable the rule ${off.Name}.`,
        });
      }
      return toMend(check, where, {
        says:
          alike.length === 0
            ? `no rule has the pattern ${name}: its events do not come, or other ones do`
            : `${alike.map((rule) => rule.Name).join(', ')} has the pattern ${name}, and does not send to ${target}`,
        mend: deploy,
      });
    };

    const problems = patterns.flatMap((each) => problemOf(each) ?? []);
    return [
      ...(problems.length > 0
        ? problems
        : [fine(check, where, `all ${patterns.length} are there, are on, and send to ${target}`)]),
      ...(rules.length < usualRules
        ? []
        : [
            toMend('quotas', where, {
              says: `the bus has ${rules.length} rules, and may have ${usualRules} unless its quota was raised: a deployment that adds one may fail`,
              mend: 'Have the quota "Rules" of EventBridge raised there, or take rules away that nobody needs.',
            }),
          ]),
    ];
  });
};
