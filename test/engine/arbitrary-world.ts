import type { Inputs } from '../../src/engine/desired.ts';
import type { PlanInputs } from '../../src/engine/plan.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { RuleSetting } from '../../src/settings/settings.ts';
import { fc } from '../properties.ts';
import {
  cluster,
  clusterEipRule,
  diskRule,
  earlier,
  eip,
  eipRule,
  entry,
  instance,
  look,
  named,
  nlb,
  nlbRule,
  recordOf,
  setting,
  settingsOf,
  tagged,
} from './fixtures.ts';

const second = named('Ecs-Instance', 'i-2');
/** Gives nothing to an EIP; it stands for what the engine must pass over. */
export const topic = named('Kafka-Topic', 't-1');
/** What the EIP of a world may hang on. */
export const possibleParents = [instance, second, cluster, nlb, topic] as const;
const rules = [eipRule, clusterEipRule, nlbRule] as const;

/** Keys of a world's tags. */
export const keys = ['cost', 'team', 'tmp-1', 'acs:own', '__proto__'] as const;
export const key = fc.constantFrom(...keys);
const value = fc.constantFrom('1', '2', 'https://a');
const tags = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 5 });

const ruleSetting = (settingName: (typeof rules)[number]): fc.Arbitrary<RuleSetting> =>
  fc
    .record({
      status: fc.constantFrom('Enable' as const, 'Enable' as const, 'Disable' as const),
      tagKeys: fc.oneof(fc.constant([]), fc.uniqueArray(key, { maxLength: 3 })),
      excludedKeys: fc.oneof(fc.constant([]), fc.constantFrom(['tmp-*'], ['cost'])),
      conflictPolicy: fc.constantFrom('overwrite' as const, 'keep' as const),
      restoreDisplaced: fc.boolean(),
      generation: fc.constantFrom(1, 2),
    })
    .map((changes) => setting(settingName, changes));

const ledgerEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    name: key,
    written: value,
    changes: fc.record({
      rule: fc.constantFrom(...rules, diskRule),
      primary: fc.constantFrom(...possibleParents),
      displaced: fc.constantFrom(null, 'theirs'),
      state: fc.constantFrom('confirmed' as const, 'intended' as const),
      repairs: fc.constantFrom(
        [],
        [1, 2, 3].map(() => ({ time: look.now, by: null })),
      ),
      contest: fc.constantFrom(null, null, { since: earlier, by: 'bob', theirs: null }),
    }),
  })
  .map(({ name, written, changes }) => entry(name, written, changes));

/** A small world around one EIP: everything that one look at it reads. */
export const world: fc.Arbitrary<PlanInputs> = fc
  .record({
    own: tags,
    attached: fc.subarray([...possibleParents]),
    existing: fc.subarray([...possibleParents]),
    parentTags: fc.tuple(tags, tags, tags, tags, tags),
    settings: fc.tuple(...rules.map((rule) => fc.option(ruleSetting(rule)))),
    feature: fc.constantFrom('Enable' as const, 'Enable' as const, 'Disable' as const),
    entries: fc.uniqueArray(ledgerEntry, { selector: (each) => each.key, maxLength: 4 }),
    maxTags: fc.constantFrom(0, 2, 20),
  })
  .map(({ own, attached, existing, parentTags, settings, feature, entries, maxTags }) => {
    const parents = possibleParents.map((arn, at) => ({
      ...tagged(arn, {}),
      tags: new Map(parentTags[at]),
    }));
    const inputs: Inputs = {
      resource: { arn: eip, tags: new Map(own), parents: attached },
      parents: new Map(
        parents
          .filter(({ arn }) => attached.includes(arn) && existing.includes(arn))
          .map((parent) => [parent.arn, parent]),
      ),
      settings: { ...settingsOf(...settings.filter((each) => each !== null)), feature },
    };
    return { record: recordOf(eip, ...entries), inputs, maxTags, look };
  });
