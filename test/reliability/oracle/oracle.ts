import { type Arn, parseArn } from '../../../src/model/arn.ts';
import type { ResourceType } from '../../../src/model/resource-types.ts';
import { catalogue, type SettingName } from '../../../src/rules/catalogue.ts';
import { supportedRegions } from '../../../src/rules/regions.ts';
import {
  type AccountState,
  type Choice,
  count,
  lookedAt,
  type Owned,
  type TagState,
} from './look.ts';

type Tags = ReadonlyMap<string, string>;

/** One thing that a resource may be; `isDue`: the service must yet look at it. */
type Possibility = TagState & { readonly isDue: boolean };

export type ModelResource = {
  readonly arn: Arn;
  readonly type: ResourceType;
  readonly accountId: string;
  readonly region: string;
  readonly isAlive: boolean;
  /** What it hangs on; some may be gone. */
  readonly parents: ReadonlySet<Arn>;
  /** It goes when the instance that it hangs on goes. */
  readonly goesWithInstance: boolean;
  /** Comes with its instance and cannot be detached. */
  readonly isFixed: boolean;
};

type Kept = ModelResource & {
  possible: readonly Possibility[];
  /** Tags when all was last seen at rest. */
  tagsAtRest: Tags;
};

export type Birth = {
  readonly tags?: Tags;
  readonly parents?: readonly Arn[];
  readonly goesWithInstance?: boolean;
  readonly isFixed?: boolean;
};

/**
 * Says what the tags may be, from what was done alone. While work is under way, a resource may be
 * several things: the service may have looked at it, or not yet, at any moment between two
 * operations. At rest, everything that happened since was looked at after it happened.
 */
export type Oracle = {
  readonly resources: () => readonly ModelResource[];
  readonly accountOf: (accountId: string) => AccountState;
  readonly setFeature: (accountId: string, isOn: boolean) => void;
  readonly setRule: (accountId: string, rule: SettingName, choice: Choice) => void;
  readonly born: (arn: Arn, birth: Birth) => void;
  readonly died: (arn: Arn) => void;
  readonly joined: (arn: Arn, parent: Arn) => void;
  readonly parted: (arn: Arn, parent: Arn) => void;
  readonly fixed: (arn: Arn, traits: { readonly goesWithInstance: boolean }) => void;
  /** A user's edit. @param isAccepted false when the cloud refused it for the quota */
  readonly edited: (arn: Arn, edit: (tags: Tags) => Tags, isAccepted: boolean) => void;
  /** The cloud put a tag of its own there; no event tells. */
  readonly marked: (arn: Arn, tags: Tags) => void;
  /** Everything the operation did is told. */
  readonly operationEnded: () => void;
  /** From now on the events of what is done may be lost. */
  readonly eventsMayBeLost: (mayBeLost: boolean) => void;
  readonly swept: () => void;
  /** Each of these was put before the service. */
  readonly touched: (arns: readonly Arn[]) => void;
  /** Several outcomes are possible by now, so many that it is time for a rest. */
  readonly isCrowded: () => boolean;
  /**
   * Compares what is with what may be, nothing being under way.
   * @param mustBeDone false when not everything that happened was sure to be looked at
   * @returns what is wrong, in words; empty when all is right
   */
  readonly atRest: (observed: Observed, mustBeDone: boolean) => readonly string[];
};

/** What is: the tags of what exists, and what the ledger says of each, as `tellOwned` writes it. */
export type Observed = {
  readonly tags: ReadonlyMap<Arn, Tags>;
  readonly owned: ReadonlyMap<Arn, string>;
  /** All of the ledger, or what the API tells of it: what stands on a resource as it was written. */
  readonly sees: 'ledger' | 'standing';
};

/** One text for what the service calls its own on a resource. */
export const tellOwned = (
  owned: ReadonlyMap<string, Pick<Owned, 'value' | 'rule' | 'primary' | 'displaced'>>,
): string =>
  JSON.stringify(
    [...owned]
      .map(([key, { value, rule, primary, displaced }]) => [key, value, rule, primary, displaced])
      .sort(),
  );

/** How far down a chain a type stands: cluster, instance, disk, snapshot. */
const depths: readonly (readonly ResourceType[])[] = [
  ['Cs-Cluster'],
  [
    'Ecs-Instance',
    'Vpc-Natgateway',
    'Slb-Instance',
    'Nlb-Loadbalancer',
    'Alb-LoadBalancer',
    'Kafka-Instance',
    'Eci-ContainerGroup',
    'Ecs-SecurityGroup',
    'Ess-ScalingGroup',
  ],
  ['Ecs-Disk', 'Ecs-Eni', 'Vpc-Eip', 'Kafka-Topic', 'Kafka-ConsumerGroup'],
  ['Ecs-Snapshot'],
];

const mostPossibilities = 24;

const textOf = (map: ReadonlyMap<string, unknown>): string =>
  JSON.stringify([...map].sort(([left], [right]) => (left < right ? -1 : 1)));

const isSame = (left: Tags, right: Tags): boolean => textOf(left) === textOf(right);

const distinct = <T extends TagState>(
  states: readonly T[],
  tell: (state: T) => string,
): readonly T[] => [...new Map(states.map((state) => [tell(state), state])).values()];

const tellState = ({ tags, owned, isDue }: Possibility): string =>
  `${textOf(tags)}${textOf(owned)}${isDue}`;

/** Every way to choose one of each. */
const combinations = <T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  choices.reduce<readonly (readonly T[])[]>(
    (rows, each) => rows.flatMap((row) => each.map((item) => [...row, item])),
    [[]],
  );

const standing = ({ tags, owned }: TagState): TagState['owned'] =>
  new Map([...owned].filter(([key, { value }]) => tags.get(key) === value));

const off: AccountState = { isOn: false, rules: new Map() };

export const createOracle = ({ mostTags }: { readonly mostTags: number }): Oracle => {
  const accounts = new Map<string, AccountState>();
  const resources = new Map<Arn, Kept>();
  /** Changed since the last operation ended, or at rest before it. */
  const stirred = new Set<Arn>();
  /** What `atRest` found so far. */
  const settled = new Map<Arn, readonly Possibility[]>();
  let eras = 0;
  let mayLose = false;

  const accountOf = (accountId: string): AccountState => accounts.get(accountId) ?? off;

  const kept = (arn: Arn): Kept => {
    const resource = resources.get(arn);
    if (resource === undefined) throw new Error(`the oracle never heard of ${arn}`);
    return resource;
  };

  const change = (arn: Arn, changes: Partial<Kept>): void => {
    const next = { ...kept(arn), ...changes };
    resources.set(arn, { ...next, possible: distinct(next.possible, tellState) });
    stirred.add(arn);
  };

  const livingParents = ({ parents }: Kept): readonly Kept[] =>
    [...parents].map(kept).filter(({ isAlive }) => isAlive);

  const ruleBetween = (parent: ModelResource, heir: ModelResource): SettingName | undefined => {
    const { isOn, rules } = accountOf(heir.accountId);
    const found = catalogue.find(
      ({ primary, associated }) => primary === parent.type && associated === heir.type,
    );
    return isOn && found && rules.get(found.settingName)?.isOn ? found.settingName : undefined;
  };

  const heirsOf = (parent: ModelResource): readonly Kept[] =>
    [...resources.values()].filter(
      (each) => each.isAlive && each.parents.has(parent.arn) && ruleBetween(parent, each),
    );

  const markDue = (arn: Arn): void => {
    const { region, possible } = kept(arn);
    if (mayLose || !supportedRegions.has(region)) return;
    change(arn, { possible: possible.map((state) => ({ ...state, isDue: true })) });
  };

  /** Resources that inherit from a parent as far as the ledger goes: in those states they are due. */
  const markHeirsByLedgerDue = (parent: ModelResource): void => {
    if (mayLose || !supportedRegions.has(parent.region)) return;
    for (const heir of resources.values()) {
      if (ruleBetween(parent, heir) === undefined) continue;
      const possible = heir.possible.map((state) =>
        [...state.owned.values()].some(({ primary }) => primary === parent.arn)
          ? { ...state, isDue: true }
          : state,
      );
      if (possible.some((state, index) => state !== heir.possible[index])) {
        change(heir.arn, { possible });
      }
    }
  };

  const look = (resource: Kept, state: TagState, parentTags: readonly Tags[]): TagState => {
    const account = accountOf(resource.accountId);
    if (!supportedRegions.has(resource.region)) return state;
    if (!resource.isAlive) {
      const isOn = catalogue.some(
        ({ associated, settingName }) =>
          associated === resource.type && account.rules.get(settingName)?.isOn,
      );
      return account.isOn && isOn ? { ...state, owned: new Map() } : state;
    }
    const parents = livingParents(resource).map(({ arn, type }, index) => ({
      arn,
      type,
      tags: parentTags[index] ?? new Map(),
    }));
    return lookedAt(state, { type: resource.type, account, parents, mostTags });
  };

  /** Whatever a resource may have become by looks at it so far, each of which is followed by another when its parents change. */
  const spread = (resource: Kept): readonly Possibility[] => {
    const inputs = combinations(
      livingParents(resource).map(({ possible }) =>
        distinct(possible, ({ tags }) => textOf(tags)).map(({ tags }) => tags),
      ),
    );
    const found = new Map(resource.possible.map((state) => [tellState(state), state]));
    for (const state of found.values()) {
      for (const input of inputs) {
        const next = look(resource, state, input);
        const isChanged =
          !isSame(next.tags, state.tags) || textOf(next.owned) !== textOf(state.owned);
        const reached = { ...next, isDue: true };
        if (isChanged) found.set(tellState(reached), reached);
      }
    }
    return [...found.values()];
  };

  const byDepth = (): readonly Arn[] =>
    depths.flatMap((types) =>
      [...resources.values()].filter(({ type }) => types.includes(type)).map(({ arn }) => arn),
    );

  const operationEnded = (): void => {
    for (const arn of byDepth()) {
      const resource = kept(arn);
      const isStirred = stirred.has(arn) || [...resource.parents].some((each) => stirred.has(each));
      if (!isStirred) continue;
      const possible = spread(resource);
      if (possible.length !== resource.possible.length) change(arn, { possible });
    }
    stirred.clear();
  };

  /** What a resource must be, everything around it being known. */
  const settle = (resource: Kept, observed: ReadonlyMap<Arn, Tags>, mustBeDone: boolean) => {
    if (!mustBeDone) return resource.possible.map((state) => ({ ...state, isDue: false }));
    const parents = livingParents(resource);
    const inputs = parents.map(({ arn }) => observed.get(arn) ?? new Map<string, string>());
    const isFollowing = parents.some(
      (parent, index) =>
        !isSame(parent.tagsAtRest, inputs[index] ?? new Map()) && ruleBetween(parent, resource),
    );
    return resource.possible.map((state) =>
      state.isDue || isFollowing
        ? { ...look(resource, state, inputs), isDue: false }
        : { ...state, isDue: false },
    );
  };

  const atRest: Oracle['atRest'] = ({ tags, owned, sees }, mustBeDone) => {
    const tell = (state: TagState): string =>
      `${textOf(state.tags)} ${tellOwned(sees === 'ledger' ? state.owned : standing(state))}`;
    const wrong: string[] = [];
    for (const arn of byDepth()) {
      const resource = kept(arn);
      const actual = tags.get(arn);
      const possible = settle(resource, tags, mustBeDone);
      if ((actual !== undefined) !== resource.isAlive) {
        wrong.push(`${arn} ${actual ? 'exists' : 'does not exist'}, unlike in the model`);
      }
      const seen = `${textOf(actual ?? new Map())} ${owned.get(arn) ?? '[]'}`;
      const matching = possible.filter((state) => tell(state) === seen);
      if (matching.length === 0) {
        const allowed = [...new Set(possible.map(tell))];
        wrong.push(`${arn} is\n  ${seen}, expected\n  ${allowed.join(' or\n  ')}`);
      }
      settled.set(arn, distinct(matching.length === 0 ? possible : matching, tellState));
    }
    for (const [arn, possible] of settled) {
      resources.set(arn, { ...kept(arn), possible, tagsAtRest: tags.get(arn) ?? new Map() });
    }
    settled.clear();
    // Whatever comes next, any of them may be looked at with it.
    for (const arn of resources.keys()) stirred.add(arn);
    return wrong;
  };

  const setAccount = (accountId: string, account: AccountState): void => {
    accounts.set(accountId, account);
    for (const { arn, accountId: owner } of resources.values()) {
      if (owner === accountId) stirred.add(arn);
    }
  };

  const markBackfilled = (accountId: string, rule: SettingName): void => {
    if (!accountOf(accountId).isOn) return;
    for (const parent of resources.values()) {
      if (parent.accountId !== accountId || !parent.isAlive) continue;
      for (const heir of heirsOf(parent)) {
        if (ruleBetween(parent, heir) === rule) markDue(heir.arn);
      }
    }
  };

  return {
    resources: () => [...resources.values()],
    accountOf,
    operationEnded,
    atRest,

    setFeature: (accountId, isOn) => {
      const { isOn: wasOn, rules } = accountOf(accountId);
      eras += 1;
      const aged = wasOn && !isOn;
      setAccount(accountId, {
        isOn,
        rules: aged
          ? new Map([...rules].map(([name, rule]) => [name, { ...rule, era: eras }]))
          : rules,
      });
    },

    setRule: (accountId, rule, choice) => {
      const { isOn, rules } = accountOf(accountId);
      const before = rules.get(rule);
      eras += 1;
      const isAged = before === undefined || (before.isOn && !choice.isOn);
      const next = { ...choice, era: isAged ? eras : before.era };
      setAccount(accountId, { isOn, rules: new Map([...rules, [rule, next]]) });
      const applies = (each: Choice | undefined) => each?.isOn === true && each.appliesToExisting;
      if (applies(next) && !applies(before)) markBackfilled(accountId, rule);
    },

    born: (arn, { tags = new Map(), parents = [], goesWithInstance = false, isFixed = false }) => {
      const { type, accountId, region } = parseArn(arn);
      // Under a name that was there before, the service may still remember the earlier one.
      const remembered = resources.get(arn)?.possible.map(({ owned }) => owned) ?? [new Map()];
      resources.set(arn, {
        arn,
        type,
        accountId,
        region,
        isAlive: true,
        parents: new Set(parents),
        goesWithInstance,
        isFixed,
        possible: remembered.map((owned) => ({ tags, owned, isDue: false })),
        tagsAtRest: tags,
      });
      stirred.add(arn);
      markDue(arn);
    },

    died: (arn) => {
      const resource = kept(arn);
      const possible = resource.possible.map((state) => ({ ...state, tags: new Map() }));
      change(arn, { isAlive: false, possible });
      markDue(arn);
      markHeirsByLedgerDue(resource);
    },

    joined: (arn, parent) => {
      change(arn, { parents: new Set([...kept(arn).parents, parent]) });
      markDue(arn);
    },

    parted: (arn, parent) => {
      change(arn, { parents: new Set([...kept(arn).parents].filter((each) => each !== parent)) });
      markDue(arn);
    },

    fixed: (arn, traits) => change(arn, traits),

    edited: (arn, edit, isAccepted) => {
      const resource = kept(arn);
      const outcomes = resource.possible.flatMap((state) => {
        const tags = edit(state.tags);
        const isChanged = !isSame(tags, state.tags);
        const fits = count(tags) <= mostTags;
        if (fits !== isAccepted) return [];
        return [
          { ...state, tags: isAccepted ? tags : state.tags, isChanged: isChanged && isAccepted },
        ];
      });
      if (outcomes.length === 0) {
        throw new Error(`${arn}: the quota ${isAccepted ? 'was not kept' : 'was not reached'}`);
      }
      const canTell = !mayLose && supportedRegions.has(resource.region);
      const possible = outcomes.map(({ isChanged, ...state }) => ({
        ...state,
        isDue: state.isDue || (isChanged && canTell),
      }));
      change(arn, { possible });
      if (!canTell) return;
      const isCertain = outcomes.every(({ isChanged }) => isChanged);
      for (const heir of heirsOf(resource)) {
        if (isCertain) markDue(heir.arn);
        else if (outcomes.some(({ isChanged }) => isChanged)) {
          const both = heir.possible.flatMap((state) => [state, { ...state, isDue: true }]);
          change(heir.arn, { possible: both });
        }
      }
    },

    marked: (arn, tags) => {
      const { possible, tagsAtRest } = kept(arn);
      change(arn, {
        // No event tells of it, so nobody follows.
        tagsAtRest: new Map([...tagsAtRest, ...tags]),
        possible: possible.map((state) => ({ ...state, tags: new Map([...state.tags, ...tags]) })),
      });
    },

    eventsMayBeLost: (mayBeLost) => {
      mayLose = mayBeLost;
    },

    touched: (arns) => {
      for (const arn of arns) markDue(arn);
    },

    swept: () => {
      const remembers = (parent: Arn) =>
        [...resources.values()].filter(({ possible }) =>
          possible.every(({ owned }) =>
            [...owned.values()].some(({ primary }) => primary === parent),
          ),
        );
      for (const parent of [...resources.values()]) {
        const byLedger = remembers(parent.arn).filter((heir) => ruleBetween(parent, heir));
        if (byLedger.length > 0) {
          for (const { arn } of [...byLedger, ...heirsOf(parent)]) markDue(arn);
        }
        for (const heir of heirsOf(parent)) {
          const rule = ruleBetween(parent, heir);
          const { rules } = accountOf(heir.accountId);
          if (rule !== undefined && rules.get(rule)?.appliesToExisting) markDue(heir.arn);
        }
      }
    },

    isCrowded: () =>
      [...resources.values()].some(({ possible }) => possible.length > mostPossibilities),
  };
};
