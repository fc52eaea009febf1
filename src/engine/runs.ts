import type { Resource } from '../cloud/provider.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import { type Arn, parseArn, typeOf } from '../model/arn.ts';
import { findRule, ruleBetween, type SettingName } from '../rules/catalogue.ts';
import { walkRule, walkSweep } from './associations.ts';
import type { Run } from './forecast.ts';
import type { Eyes } from './observe.ts';
import { known, walkInto } from './walk.ts';

/** Applying some rules of an account to what exists, one rule after the other. */
export const backfillRun = (
  eyes: Eyes,
  accountId: string,
  settingNames: readonly SettingName[],
): Run => ({
  eyes,
  walk: (path) =>
    walkInto(known(settingNames), path, (settingName, inner) =>
      walkRule(eyes, { accountId, settingName }, { path: inner }),
    ),
  comesTo: async ({ arn, parents }) => {
    const associated = typeOf(arn);
    const primaries = settingNames.flatMap((name) => {
      const rule = findRule(name);
      return rule?.associated === associated ? [rule.primary] : [];
    });
    const candidates = parents.filter((parent) => primaries.includes(typeOf(parent)));
    return candidates.length > 0 && (await eyes.cloud.describe(candidates)).size > 0;
  },
});

/** True when a sweep comes to a resource because it hangs on this parent. */
const isSweptUnder = async (eyes: Eyes, arn: Arn, parent: Arn): Promise<boolean> => {
  const { type, accountId } = parseArn(parent);
  const rule = ruleBetween(type, typeOf(arn));
  if (rule === undefined) return false;
  const { rules } = await eyes.settings.read(accountId);
  const setting = rules.get(rule.settingName);
  if (setting?.status !== 'Enable') return false;
  if (setting.backfillId !== null) return true;
  return (await eyes.ledger.heirs(parent, undefined)).items.length > 0;
};

const isSwept = async (
  eyes: Eyes,
  { arn, parents }: Resource,
  { entries }: LedgerRecord,
): Promise<boolean> => {
  if (entries.size > 0) return true;
  const living = await eyes.cloud.describe(parents);
  for (const parent of living.keys()) {
    if (await isSweptUnder(eyes, arn, parent)) return true;
  }
  return false;
};

/** Looking again at everything that may have drifted in an account. */
export const sweepRun = (eyes: Eyes, accountId: string): Run => ({
  eyes,
  walk: (path) => walkSweep(eyes, accountId, { path }),
  comesTo: (resource, record) => isSwept(eyes, resource, record),
});
