import { type Arn, parseArn, typeOf } from '../clouds/arn.ts';
import { findRule, ruleBetween, type SettingName } from '../clouds/catalogue.ts';
import type { Resource } from '../clouds/provider.ts';
import { allSeenIn } from '../clouds/sights.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import type { Reach } from '../queue/reach.ts';
import { walkRule, walkSweep } from './associations.ts';
import type { Run } from './forecast.ts';
import type { Eyes } from './observe.ts';
import { known as listed, walkInto } from './walk.ts';

/** Applying some rules of an account to what exists, one rule after the other. */
export const backfillRun = (
  eyes: Eyes,
  accountId: string,
  settingNames: readonly SettingName[],
): Run => ({
  eyes,
  walk: (path) =>
    walkInto(listed(settingNames), path, (settingName, inner) =>
      walkRule(eyes, { accountId, settingName }, { path: inner }),
    ),
  comesTo: async ({ arn, parents }) => {
    const associated = typeOf(arn);
    const primaries = settingNames.flatMap((name) => {
      const rule = findRule(name);
      return rule?.associated === associated ? [rule.primary] : [];
    });
    const candidates = parents.filter((parent) => primaries.includes(typeOf(parent)));
    const living =
      candidates.length === 0
        ? []
        : [...allSeenIn(await eyes.cloud.describe(candidates), candidates).keys()];
    return living.length === 0 ? undefined : living;
  },
});

/** True when a sweep comes to a resource because it hangs on this parent. */
const isSweptUnder = async (
  eyes: Eyes,
  arn: Arn,
  {
    parent,
    isKnown,
  }: { readonly parent: Arn; readonly isKnown: (primary: Arn) => Promise<boolean> },
): Promise<boolean> => {
  const { type, accountId } = parseArn(parent);
  const rule = ruleBetween(type, typeOf(arn));
  if (rule === undefined) return false;
  const { rules } = await eyes.settings.read(accountId);
  const setting = rules.get(rule.settingName);
  if (setting?.status !== 'Enable') return false;
  if (setting.backfillId !== null) return true;
  return isKnown(parent);
};

/** How far a sweep's looks at a resource reach; undefined when it does not come to it. */
const sweptReach = async (
  { arn, parents }: Resource,
  { entries }: LedgerRecord,
  { eyes, isKnown }: { readonly eyes: Eyes; readonly isKnown: (primary: Arn) => Promise<boolean> },
): Promise<Reach | undefined> => {
  const reach: Arn[] = [];
  for (const parent of allSeenIn(await eyes.cloud.describe(parents), parents).keys()) {
    if (await isSweptUnder(eyes, arn, { parent, isKnown })) reach.push(parent);
  }
  return reach.length === 0 && entries.size === 0 ? undefined : reach;
};

/** Looking again at everything that may have drifted in an account. */
export const sweepRun = (eyes: Eyes, accountId: string): Run => {
  const known = new Map<Arn, Promise<boolean>>();
  const isKnown = (primary: Arn): Promise<boolean> => {
    const reading =
      known.get(primary) ??
      eyes.ledger.heirs(primary, undefined).then(({ items }) => items.length > 0);
    known.set(primary, reading);
    return reading;
  };
  return {
    eyes,
    walk: (path) => walkSweep(eyes, accountId, { path }),
    comesTo: (resource, record) => sweptReach(resource, record, { eyes, isKnown }),
  };
};
