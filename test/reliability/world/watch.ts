import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import type { CloudProvider } from '../../../src/clouds/provider.ts';
import type { Ledger, LedgerEntry } from '../../../src/ledger/ledger.ts';
import type { SettingsStore } from '../../../src/settings/settings.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { overTagCalls } from '../../clouds/over-tag-calls.ts';

/** What the service does to tags, watched at the moment it does it. */
export type Watch = {
  /** Puts itself between the service and its cloud. */
  readonly over: (cloud: CloudProvider, around: Around) => CloudProvider;
  /** Tag calls so far. */
  readonly calls: () => number;
  /** What the service must never do, and did. */
  readonly wrong: readonly string[];
};

type Around = {
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  /** Reads what is, whatever keeps the service from it. */
  readonly truth: () => CloudProvider;
};

/**
 * Watches every tag call: it must be on record as intended, be asked for by a rule that is on, and
 * touch nobody else's tag but as the rule's policy allows. True only while nobody else writes.
 */
export const createWatch = (): Watch => {
  const wrong: string[] = [];
  let calls = 0;

  const over: Watch['over'] = (cloud, { ledger, settings, truth }) => {
    const intendedEntry = async (arn: Arn, key: string): Promise<LedgerEntry | undefined> => {
      const entry = (await ledger.read(arn)).entries.get(key);
      if (entry?.state === 'intended') return entry;
      wrong.push(`${key} of ${arn} is written without an intent on record`);
      return undefined;
    };

    const actualTag = async (arn: Arn, key: string): Promise<string | undefined> =>
      (await tagsIn(truth(), arn))?.get(key);

    const isOurs = (entry: LedgerEntry, actual: string | undefined): boolean =>
      actual === undefined || actual === entry.value || actual === entry.previous;

    const checkRule = async (arn: Arn, { rule, key }: LedgerEntry): Promise<boolean> => {
      const { feature, rules } = await settings.read(parseArn(arn).accountId);
      const setting = rules.get(rule);
      if (feature !== 'Enable' || setting?.status !== 'Enable') {
        wrong.push(`${key} of ${arn} is written although ${rule} is off`);
      }
      return setting?.conflictPolicy === 'overwrite';
    };

    const checkSet = async (arn: Arn, key: string, value: string): Promise<void> => {
      const entry = await intendedEntry(arn, key);
      if (entry === undefined) return;
      const mayOverwrite = await checkRule(arn, entry);
      const actual = await actualTag(arn, key);
      if (value !== entry.value && value !== entry.displaced) {
        wrong.push(`${key} of ${arn} becomes ${value}, which the ledger does not say`);
      }
      if (!isOurs(entry, actual) && !(mayOverwrite && value === entry.value)) {
        wrong.push(`${key}=${actual} of ${arn} is somebody else's and is overwritten`);
      }
    };

    const checkRemoval = async (arn: Arn, key: string): Promise<void> => {
      const entry = await intendedEntry(arn, key);
      if (entry === undefined) return;
      await checkRule(arn, entry);
      const actual = await actualTag(arn, key);
      if (!isOurs(entry, actual))
        wrong.push(`${key}=${actual} of ${arn} is removed and is not ours`);
    };

    return overTagCalls(cloud, async ({ arns, change }, next) => {
      calls += 1;
      for (const arn of arns) {
        if (change.kind === 'set') {
          for (const [key, value] of change.tags) await checkSet(arn, key, value);
        } else {
          for (const key of change.keys) await checkRemoval(arn, key);
        }
      }
      return next();
    });
  };

  return { over, wrong, calls: () => calls };
};
