import { type Arn, typeOf } from '../clouds/arn.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { ResourceType } from '../clouds/resource-types.ts';
import type { LedgerEntry, LedgerRecord, LedgerRefusal } from '../ledger/ledger.ts';

/** What the ledger can say of a key without asking the cloud. */
export const ledgerOrigins = ['inherited', 'displaced', 'contested', 'refused'] as const;
export type LedgerOrigin = (typeof ledgerOrigins)[number];

/** What only the cloud can say of a key. */
export const cloudOrigins = ['own', 'absent'] as const;
export type CloudOrigin = (typeof cloudOrigins)[number];

/** Which resources are wanted; undefined leaves it open. */
export type ResourceFilter = {
  readonly type: ResourceType | undefined;
  readonly rule: SettingName | undefined;
  readonly primary: Arn | undefined;
  readonly key: string | undefined;
  readonly origin: LedgerOrigin | CloudOrigin | undefined;
  /** Part of an ARN, a key or a value, in small letters. */
  readonly text: string | undefined;
};

/** What the ledger remembers under one key: a tag that was inherited, or one that was refused. */
type Fact =
  | ({ readonly kind: 'entry' } & LedgerEntry)
  | ({ readonly kind: 'refusal' } & LedgerRefusal);

const factsOf = ({ entries, refusals }: LedgerRecord): readonly Fact[] => [
  ...[...entries.values()].map((entry) => ({ kind: 'entry' as const, ...entry })),
  ...[...refusals.values()].map((refusal) => ({ kind: 'refusal' as const, ...refusal })),
];

const isOfOrigin = (fact: Fact, origin: ResourceFilter['origin']): boolean => {
  switch (origin) {
    case 'inherited':
      return fact.kind === 'entry';
    case 'displaced':
      return fact.kind === 'entry' && fact.displaced !== null;
    case 'contested':
      return fact.kind === 'entry' && fact.contest !== null;
    case 'refused':
      return fact.kind === 'refusal';
    default:
      return true;
  }
};

const isUnder = (
  { rule, primary }: Pick<Fact, 'rule' | 'primary'>,
  filter: Pick<ResourceFilter, 'rule' | 'primary'>,
): boolean =>
  (filter.rule === undefined || rule === filter.rule) &&
  (filter.primary === undefined || primary === filter.primary);

/** True where one of some texts holds the one that is looked for. */
export const holdsText = (texts: readonly string[], text: string | undefined): boolean =>
  text === undefined || texts.some((each) => each.toLowerCase().includes(text));

/** True for a record that a filter asks for: one fact must fit all that concerns facts. */
export const fits = (record: LedgerRecord, filter: ResourceFilter): boolean => {
  const { type, key, origin, text } = filter;
  if (type !== undefined && typeOf(record.arn) !== type) return false;
  const facts = factsOf(record);
  const texts = [record.arn, ...facts.flatMap((fact) => [fact.primary, fact.key, fact.value])];
  return (
    holdsText(texts, text) &&
    facts.some(
      (fact) =>
        isUnder(fact, filter) &&
        (key === undefined || fact.key === key) &&
        isOfOrigin(fact, origin),
    )
  );
};

/** The primaries under which a listing by primaries names a record, each once. */
export const primariesUnder = (
  { entries }: LedgerRecord,
  filter: Pick<ResourceFilter, 'rule' | 'primary'>,
): readonly Arn[] => [
  ...new Set(
    [...entries.values()].filter((entry) => isUnder(entry, filter)).map(({ primary }) => primary),
  ),
];
