import { TerminalError } from '../../../model/errors.ts';
import type { Arn } from '../arn.ts';
import { findRule } from '../catalogue.ts';
import type { Client, TagList } from './client.ts';
import type { Pair, Scenario } from './scenarios.ts';

/** One moment of a story: what the associated resource's tags should be, and were. */
export type Moment = {
  readonly what: string;
  readonly expected: TagList;
  readonly actual: TagList;
  readonly isRight: boolean;
};

/** Says whether two tag lists are equal, whatever their order. */
export const isSameTags = (left: TagList, right: TagList): boolean =>
  JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());

/** Watches one associated resource: acts, waits until the service is done, looks. */
const watch = (client: Client, moments: Moment[]) => {
  return async (what: string, associated: Arn, expected: TagList): Promise<void> => {
    await client.settle();
    const actual = await client.tagsOf(associated);
    moments.push({ what, expected, actual, isRight: isSameTags(expected, actual) });
  };
};

const associate = async (
  client: Client,
  scenario: Scenario,
  primary: { primary: Arn; born?: Arn },
  free?: Arn,
): Promise<Pair> => {
  const associated =
    scenario.associate === undefined
      ? primary.born
      : await scenario.associate(client, primary.primary, free);
  if (associated !== undefined) return { primary: primary.primary, associated };
  throw new TerminalError({
    code: 'NoAssociatedResource',
    message: `${scenario.title}: the scenario made no associated resource`,
  });
};

/** Associated with a free resource that has tags of its own, or born with its primary and tagged after. */
const associateTagged = async (client: Client, scenario: Scenario, own: TagList): Promise<Pair> => {
  const made = await scenario.makePrimary(client);
  await client.tag(made.primary, { cost: 'shanghai', team: 'blue' });
  const free = await scenario.makeFree?.(client);
  if (free !== undefined) await client.tag(free, own);
  const pair = await associate(client, scenario, made, free);
  if (free === undefined) await client.tag(pair.associated, own);
  return pair;
};

/**
 * Plays the product page's own story for one rule on a fresh account: associate, tag change, key
 * removed, detach, chosen keys, disabled.
 * @returns what the associated resource's tags were at each step, in order
 */
export const playStory = async (client: Client, scenario: Scenario): Promise<readonly Moment[]> => {
  const { settingName, part } = scenario;
  const moments: Moment[] = [];
  const look = watch(client, moments);
  await client.setFeature('Enable');
  await client.setRule(settingName, { status: 'Enable' });

  const pair = await associateTagged(client, scenario, { cost: 'hangzhou', own: 'kept' });
  const { primary, associated } = pair;
  await look('associated: inherits, cost:hangzhou is overwritten', associated, {
    cost: 'shanghai',
    team: 'blue',
    own: 'kept',
  });

  await client.tag(primary, { cost: 'beijing', stage: 'prod' });
  await look('the primary changes: follows', associated, {
    cost: 'beijing',
    team: 'blue',
    stage: 'prod',
    own: 'kept',
  });

  await client.untag(primary, ['team']);
  await look('a key leaves the primary: removed', associated, {
    cost: 'beijing',
    stage: 'prod',
    own: 'kept',
  });

  if (part !== undefined) {
    const removes = findRule(settingName)?.removesOnDetach === true;
    await part(client, pair);
    await look(
      removes ? 'detached: inherited tags go' : 'detached: tags stay, the rule does not remove',
      associated,
      removes ? { own: 'kept' } : { cost: 'beijing', stage: 'prod', own: 'kept' },
    );
  }

  await client.setRule(settingName, { status: 'Enable', tagKeys: ['cost'] });
  const second = await associateTagged(client, scenario, { own: 'kept' });
  await look('only the key cost is chosen', second.associated, { cost: 'shanghai', own: 'kept' });

  await client.setRule(settingName, { status: 'Disable' });
  await client.tag(second.primary, { cost: 'nanjing' });
  await look('rule disabled: nothing is touched', second.associated, {
    cost: 'shanghai',
    own: 'kept',
  });
  return moments;
};

/** True when every moment of a story was as it should be. */
export const isAllRight = (moments: readonly Moment[]): boolean =>
  moments.every(({ isRight }) => isRight);
