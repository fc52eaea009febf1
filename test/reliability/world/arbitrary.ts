import type { Rule } from '../../../src/clouds/catalogue.ts';
import { ownRules } from '../../default-rules.ts';
import { fc } from '../../properties.ts';
import type { Choice } from '../oracle/look.ts';
import { stepKinds } from './alibaba.ts';
import type { Manner, Step, World } from './play.ts';
import { troubles } from './troubles.ts';

/** Operations of a world. */
const length = 60;

const choicesFor = (rules: readonly Rule[]) =>
  fc.tuple(
    ...rules.map(({ supportsExisting }) =>
      fc.record<Choice>({
        isOn: fc.constantFrom(true, true, true, false),
        tagKeys: fc.constantFrom([], [], ['stage', 'cost', 'team']),
        excludedKeys: fc.constantFrom([], [], ['cost'], ['te*']),
        appliesToExisting: supportsExisting ? fc.boolean() : fc.constant(false),
        policy: fc.constantFrom('overwrite', 'keep'),
        restores: fc.boolean(),
      }),
    ),
  );

const stepOf = (kinds: readonly string[]) =>
  fc.record<Step>({
    kind: fc.constantFrom(...kinds),
    first: fc.nat(40),
    second: fc.nat(40),
    key: fc.nat(4),
    value: fc.nat(2),
    flag: fc.boolean(),
  });

/** Worlds of 60 operations without troubles. */
export const anyWorldOf = (
  {
    rules,
    stepKinds: kinds,
  }: { readonly rules: readonly Rule[]; readonly stepKinds: readonly string[] },
  ...manners: readonly Manner[]
): fc.Arbitrary<World> =>
  fc.record<World>({
    seed: fc.nat(),
    manner: fc.constantFrom(...manners),
    troubles: fc.constant([]),
    choices: choicesFor(rules),
    steps: fc.array(stepOf(kinds), { minLength: length, maxLength: length, size: 'max' }),
  });

/** Worlds of 60 operations of the first cloud; about a third of them have troubles, but for late ones. */
export const anyWorld = (...manners: readonly Manner[]): fc.Arbitrary<World> =>
  fc
    .record<World>({
      seed: fc.nat(),
      manner: fc.constantFrom(...manners),
      troubles: fc.oneof(fc.constant([]), fc.constant([]), fc.subarray([...troubles])),
      choices: choicesFor(ownRules),
      steps: fc.array(stepOf(stepKinds), { minLength: length, maxLength: length, size: 'max' }),
    })
    .map((world) => (world.manner === 'late' ? { ...world, troubles: [] } : world));
