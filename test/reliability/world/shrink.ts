import type { SettingName } from '../../../src/clouds/catalogue.ts';
import { ownRules } from '../../default-rules.ts';
import type { Choice } from '../oracle/look.ts';
import { tellWrong } from './long-runs.ts';
import type { World } from './play.ts';
import type { Trouble } from './troubles.ts';

const plainChoice: Choice = {
  isOn: true,
  tagKeys: [],
  excludedKeys: [],
  appliesToExisting: false,
  policy: 'overwrite',
  restores: false,
};

const plain: ReadonlyMap<string, unknown> = new Map(Object.entries(plainChoice));

const failureOf = async (world: World, play: (world: World) => Promise<void>) => {
  try {
    await play(world);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Leaves out ever shorter runs of items while the world still fails. */
const withLess = async <T>(
  items: readonly T[],
  stillFails: (items: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> => {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const less = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await stillFails(less)) kept = less;
      else from += size;
    }
  }
  return kept;
};

/** A small world that fails as a large one does, ready to become a test. */
const shrinkWorld = async (
  large: World,
  play: (world: World) => Promise<void>,
  rules = ownRules,
): Promise<World> => {
  const fails = async (world: World) => (await failureOf(world, play)) !== undefined;
  let world = large;
  for (let seed = 0; seed < 20; seed += 1) {
    const other = { ...world, seed };
    if (await fails(other)) {
      world = other;
      break;
    }
  }
  const troubles = await withLess(world.troubles, (each) => fails({ ...world, troubles: each }));
  world = { ...world, troubles };
  for (const index of rules.keys()) {
    for (const choice of [{ ...plainChoice, isOn: false }, plainChoice]) {
      const plainer = { ...world, choices: world.choices.with(index, choice) };
      if (!(await fails(plainer))) continue;
      world = plainer;
      break;
    }
  }
  const steps = await withLess(world.steps, (each) => fails({ ...world, steps: each }));
  return { ...world, steps };
};

/** Plays a world. @throws what it ends with, and, unless HEIRTAG_NO_SHRINK is set, a small world that fails, too */
export const playOrShrink = async (
  world: World,
  play: (world: World) => Promise<void>,
  rules = ownRules,
): Promise<void> => {
  try {
    await play(world);
  } catch (error) {
    tellWrong(world, error);
    if (process.env.HEIRTAG_NO_SHRINK !== undefined) throw error;
    const small = await shrinkWorld(world, play, rules);
    await play(small).catch((cause: unknown) => {
      throw new Error(`${String(cause)}\n${tellWorld(small, rules)}`, { cause });
    });
    throw error;
  }
};

/** A world in short: rules that are left out are off. */
export type ShortWorld = Omit<World, 'choices' | 'troubles'> & {
  readonly troubles?: readonly Trouble[];
  readonly rules: Readonly<Partial<Record<SettingName, Partial<Choice>>>>;
};

/** Spells a short world out. @param ofRules all rules of its ground */
export const worldOf = (
  { rules: chosenRules, troubles = [], ...rest }: ShortWorld,
  ofRules = ownRules,
): World => ({
  ...rest,
  troubles,
  choices: ofRules.map(({ settingName }): Choice => {
    const chosen = chosenRules[settingName];
    return { ...plainChoice, isOn: chosen !== undefined, ...chosen };
  }),
});

/** Tells a world as the source text of a regression test. */
const tellWorld = ({ choices, ...rest }: World, rules = ownRules): string => {
  const chosen = choices.flatMap((choice, index) => {
    const rule = rules[index];
    if (rule === undefined || !choice.isOn) return [];
    const differences = Object.entries(choice).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(plain.get(name)),
    );
    return [[rule.settingName, Object.fromEntries(differences)]];
  });
  return JSON.stringify({ ...rest, rules: Object.fromEntries(chosen) });
};
