import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import { desiredTags, type Inputs } from '../../src/engine/desired.ts';
import type { LedgerEntry, LedgerRecord } from '../../src/ledger/ledger.ts';
import { readRecord, recordItem } from '../../src/ledger/ledger-item.ts';
import type { Tags } from '../../src/model/tags.ts';
import { ownRules } from '../../test/default-rules.ts';
import { setting, settingsOf } from '../../test/engine/fixtures.ts';

const keyCount = 50;
const accountId = '1000000000000001';

/** When everything was written. */
export const time = '2026-01-15T08:00:00.000Z';

/** What everything was written for. */
export const cause = { eventId: 'e', eventName: 'Bench', eventTime: time, principal: 'bench' };

/** Read once for a batch, so that all looks share them. */
const settings = settingsOf(
  ...ownRules
    .filter(({ associated }) => associated === 'Vpc-Eip')
    .map(({ settingName }) => setting(settingName)),
);

/** A value as a cloud or a database answers it: whoever reads it gets strings of their own. */
const reread = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const named = (type: ResourceType, id: string): Arn =>
  reread(formatArn({ type, id, region: 'cn-hangzhou', accountId }));

const parentsOf = (n: number): readonly Arn[] => [
  named('Ecs-Instance', `i-${n}`),
  named('Nlb-Loadbalancer', `nlb-${n}`),
  named('Cs-Cluster', `c-${n}`),
];

const tagsOf = (n: number): Tags =>
  new Map(
    reread(Array.from({ length: keyCount }, (_, key) => [`key-${key}`, `value-${key} of ${n}`])),
  );

const inputsOf = (n: number): Inputs => ({
  resource: { arn: named('Vpc-Eip', `eip-${n}`), tags: tagsOf(n), parents: parentsOf(n) },
  parents: new Map(parentsOf(n).map((arn) => [arn, { arn, tags: tagsOf(n), parents: [] }])),
  settings,
});

/** The record of a resource that inherited all that it should have, as the ledger reads it. */
const recordOf = (inputs: Inputs): LedgerRecord => {
  const { arn } = inputs.resource;
  const entries = [...desiredTags(inputs).winners].map(
    ([key, { value, rule, primary }]): readonly [string, LedgerEntry] => [
      key,
      {
        key,
        value,
        previous: null,
        rule: rule.settingName,
        primary: primary.arn,
        generation: 1,
        displaced: null,
        writtenAt: time,
        cause,
        repairs: [],
        contest: null,
        state: 'confirmed',
      },
    ],
  );
  const record = { arn, version: 1, intent: null, entries: new Map(entries), refusals: new Map() };
  return readRecord(arn, reread(recordItem(record)));
};

/** What a look reads of one resource. */
export type Seen = { readonly inputs: Inputs; readonly record: LedgerRecord };

/**
 * Reads the n-th of many resources on which all is right: an EIP that hangs on three parents which
 * all give the same 50 keys. Shares no text with what was read before, but the settings.
 */
export const readConverged = (n: number): Seen => {
  const inputs = inputsOf(n);
  return { inputs, record: recordOf(inputs) };
};
