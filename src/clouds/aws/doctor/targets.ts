import { ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { allItems } from '../../../model/page.ts';
import { type Finding, fine, toMend } from '../../doctor.ts';
import type { DoctorClients } from './clients.ts';
import { looking } from './look.ts';

const check = 'event targets';

/** Rules that send to a queue of the stage. */
export type TargetOrder = {
  readonly bus: string;
  /** Their names. */
  readonly rules: readonly string[];
  /** ARN of the queue. */
  readonly queueArn: string;
  readonly where: string;
  readonly madeBy: string;
};

/** What was seen of a bus, and where what it cannot deliver goes: several buses may share such a queue. */
export type BusLook = {
  readonly findings: readonly Finding[];
  /** ARNs of queues. */
  readonly letters: readonly string[];
};

const targetsOf = async (
  { events }: DoctorClients,
  { bus: EventBusName, rules, queueArn }: TargetOrder,
): Promise<ReadonlyMap<string, Target | undefined>> => {
  const found = new Map<string, Target | undefined>();
  for (const Rule of rules) {
    const targets = await allItems(async (NextToken) => {
      const question = { Rule, EventBusName, NextToken };
      const answer = await events().send(new ListTargetsByRuleCommand(question));
      return { items: answer.Targets ?? [], next: answer.NextToken };
    });
    found.set(
      Rule,
      [...targets].find(({ Arn }) => Arn === queueArn),
    );
  }
  return found;
};

/** Looks at what becomes of events that the rules of a bus cannot deliver. */
export const examineTargets = async (
  clients: DoctorClients,
  order: TargetOrder,
): Promise<BusLook> => {
  const { where, madeBy, rules } = order;
  let letters: readonly string[] = [];
  const permission = 'events:ListTargetsByRule';
  const findings = await looking({ check, where, permission }, async () => {
    const targets = await targetsOf(clients, order);
    letters = [...targets.values()].flatMap((each) => each?.DeadLetterConfig?.Arn ?? []);
    const bare = [...targets].flatMap(([name, each]) => (each?.DeadLetterConfig?.Arn ? [] : name));
    return bare.length === 0
      ? [fine(check, where, `${rules.length} rules send to ${order.queueArn}`)]
      : [
          toMend(check, where, {
            says: `the target of ${bare.join(', ')} has no queue for what cannot be delivered: such events are lost`,
            mend: `Deploy ${madeBy} there again.`,
          }),
        ];
  });
  return { findings, letters };
};
