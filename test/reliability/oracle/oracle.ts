import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import { catalogue, type SettingName } from '../../../src/clouds/catalogue.ts';
import { cloudOfType, type ResourceType } from '../../../src/clouds/resource-types.ts';
import { alibabaCustoms, type Customs } from './customs.ts';
import {
  type AccountState,
  type Choice,
  count,
  type Left,
  lookedAt,
  nothingLeft,
  type Owned,
  type Reach,
  type TagState,
} from './look.ts';

type Tags = ReadonlyMap<string, string>;

/** One thing that a resource may be. */
type Possibility = TagState & {
  /** How far the looks reach that the service must yet take at it. */
  readonly due: readonly Reach[];
  /** What the last look saw of primaries that may have changed since: those that did lead to another look. */
  readonly saw: ReadonlyMap<Arn, string>;
};

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

/** Nothing is inherited in regions that the resource's cloud does not have. */
const isInHandledRegion = ({ type, region }: ModelResource): boolean =>
  cloudOfType(type).regions.has(region);

type Kept = ModelResource & {
  possible: readonly Possibility[];
  /** Its tags when they were last certain: whoever changed them since was the service. */
  certain: Tags;
  /** How far looks may have reached since then, each of which may have come twice. */
  reaches: readonly Reach[];
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
  /**
   * The API call that is told next, as `<Product>/<Operation>`, or a notice of it: it says how far looks reach.
   * One operation may be told by several, each of which names some of what it did.
   */
  readonly called: (action: string) => void;
  readonly born: (arn: Arn, birth: Birth) => void;
  /** @param isNamed false where nothing names it: it is found by what it inherited */
  readonly died: (arn: Arn, isNamed?: boolean) => void;
  readonly joined: (arn: Arn, parent: Arn) => void;
  /** @param isNamed as of `died` */
  readonly parted: (arn: Arn, parent: Arn, isNamed?: boolean) => void;
  /** What was called names it, once more perhaps. */
  readonly named: (arn: Arn) => void;
  /** A call names it that may have made it the primary of something. */
  readonly renewed: (arn: Arn) => void;
  readonly fixed: (arn: Arn, traits: { readonly goesWithInstance: boolean }) => void;
  /** A user's edit. @param isAccepted false when the cloud refused it for the quota */
  readonly edited: (arn: Arn, edit: (tags: Tags) => Tags, isAccepted: boolean) => void;
  /** The cloud put a tag of its own there; no event tells. */
  readonly marked: (arn: Arn, tags: Tags) => void;
  /** Everything the operation did is told. */
  readonly operationEnded: () => void;
  /** From now on the events of what is done may be lost. */
  readonly eventsMayBeLost: (mayBeLost: boolean) => void;
  /** @param sweep.inSteps events are done between its steps, so that primaries become known while it goes on */
  readonly swept: (sweep: { readonly inSteps: boolean }) => void;
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

/** One text for the keys that a resource was refused. */
const tellRefused = (refused: ReadonlyMap<string, { readonly rule: SettingName }>): string =>
  JSON.stringify([...refused].map(([key, { rule }]) => [key, rule]).sort());

/**
 * One text for what the ledger says of a resource. Refusals of one that inherits nothing are left out:
 * the ledger has no row by which its primary finds it, so that they may stay until something names it.
 */
export const tellRecord = ({
  owned,
  refused,
}: {
  readonly owned: Parameters<typeof tellOwned>[0];
  readonly refused: Parameters<typeof tellRefused>[0];
}): string => `${tellOwned(owned)} ${tellRefused(owned.size === 0 ? new Map() : refused)}`;

const textOf = (map: ReadonlyMap<string, unknown>): string =>
  JSON.stringify([...map].sort(([left], [right]) => (left < right ? -1 : 1)));

const isSame = (left: Tags, right: Tags): boolean => textOf(left) === textOf(right);

const distinct = <T extends TagState>(
  states: readonly T[],
  tell: (state: T) => string,
): readonly T[] => [...new Map(states.map((state) => [tell(state), state])).values()];

const tellTagState = ({ tags, owned, refused }: TagState): string =>
  `${textOf(tags)}${textOf(owned)}${textOf(refused)}`;

const tellReach = (reach: Reach): string => (reach === 'all' ? reach : [...reach].sort().join());

const tellState = ({ due, saw, ...state }: Possibility): string =>
  `${tellTagState(state)}${textOf(saw)}${due.map(tellReach).sort().join(';')}`;

const joined = (left: Reach, right: Reach): Reach =>
  left === 'all' || right === 'all' ? 'all' : [...new Set([...left, ...right])];

/** Each once. */
const distinctReaches = (reaches: readonly Reach[]): readonly Reach[] => [
  ...new Map(reaches.map((reach) => [tellReach(reach), reach])).values(),
];

/** Each, and all of them in one look. */
const withTheirSum = (reaches: readonly Reach[]): readonly Reach[] =>
  distinctReaches([...reaches, reaches.reduce(joined, [])]);

const covers = (reach: Reach, other: Reach): boolean =>
  tellReach(joined(reach, other)) === tellReach(reach);

/** Every way to choose one of each. */
const combinations = <T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  choices.reduce<readonly (readonly T[])[]>(
    (rows, each) => rows.flatMap((row) => each.map((item) => [...row, item])),
    [[]],
  );

/** What a look sees of the primaries, how far it reaches, and what it leaves to another one. */
type Seen = {
  readonly parentTags: readonly Tags[];
  readonly reach: Reach;
  readonly left?: Left;
};

const standing = ({ tags, owned }: TagState): TagState['owned'] =>
  new Map([...owned].filter(([key, { value }]) => tags.get(key) === value));

const off: AccountState = { isOn: false, rules: new Map() };

/** What a look leaves that fails after its tag calls: of what they did not change, the record says what it said. */
const givenUp = (before: TagState, after: TagState): TagState => {
  const called = [...after.owned].filter(([key]) => before.tags.get(key) !== after.tags.get(key));
  return { ...before, tags: after.tags, owned: new Map([...before.owned, ...called]) };
};

/** What a look may leave to the one after the lag, where reads lag. */
const allLeft: readonly Left[] = combinations<boolean>(
  [[], [], []].map(() => [false, true]),
).flatMap(([irrevocable = false, forgetting = false, recording = false]) =>
  irrevocable || forgetting || recording ? [{ irrevocable, forgetting, recording }] : [],
);

export const createOracle = ({
  mostTags,
  refusedKeys = [],
  areReadsLate = false,
  rulesMayEnd = false,
  customs = alibabaCustoms,
}: {
  readonly mostTags: number;
  readonly refusedKeys?: readonly string[];
  /** Reads may show what was: a look may do some keys, and leave others to a look that comes later. */
  readonly areReadsLate?: boolean;
  /** Rules are turned off at any moment: a look that failed after its tag calls may find them off when it comes again. */
  readonly rulesMayEnd?: boolean;
  /** What the cloud does; the first one's unless given. */
  readonly customs?: Customs;
}): Oracle => {
  const accounts = new Map<string, AccountState>();
  const resources = new Map<Arn, Kept>();
  /** Changed since the last operation ended, or at rest before it. */
  const stirred = new Set<Arn>();
  /** What `atRest` found so far. */
  const settled = new Map<Arn, readonly Possibility[]>();
  let eras = 0;
  let mayLose = false;
  let action = '';
  const bornByCall = new Set<Arn>();

  const accountOf = (accountId: string): AccountState => accounts.get(accountId) ?? off;

  const kept = (arn: Arn): Kept => {
    const resource = resources.get(arn);
    if (resource === undefined) throw new Error(`the oracle never heard of ${arn}`);
    return resource;
  };

  const change = (arn: Arn, changes: Partial<Kept>): void => {
    const next = { ...kept(arn), ...changes };
    const possible = distinct(next.possible, tellState);
    const [one, ...others] = distinct(possible, ({ tags }) => textOf(tags));
    const certain = one !== undefined && others.length === 0 ? one.tags : next.certain;
    resources.set(arn, { ...next, possible, certain });
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

  const hangingOn = (parent: ModelResource): readonly Kept[] =>
    [...resources.values()].filter((each) => each.isAlive && each.parents.has(parent.arn));

  const heirsOf = (parent: ModelResource): readonly Kept[] =>
    hangingOn(parent).filter((each) => ruleBetween(parent, each));

  const applies = (parent: ModelResource, heir: ModelResource): boolean => {
    const rule = ruleBetween(parent, heir);
    const setting = rule && accountOf(heir.accountId).rules.get(rule);
    return setting?.appliesToExisting === true;
  };

  /** Some rule lets tags flow from it; a sweep passes over what the ledger knows of others. */
  const givesAnything = ({ accountId, type }: ModelResource): boolean => {
    const { isOn, rules } = accountOf(accountId);
    return (
      isOn &&
      catalogue.some(({ primary, settingName }) => primary === type && rules.get(settingName)?.isOn)
    );
  };

  /** Looks of this reach are sure to come, or may come when events get lost. */
  const markDue = (arn: Arn, reach: Reach, isDue = (_: Possibility): boolean => true): void => {
    const resource = kept(arn);
    if (!isInHandledRegion(resource)) return;
    const { possible, reaches } = resource;
    change(arn, {
      reaches: distinctReaches([...reaches, reach]),
      possible: possible.map((state) =>
        mayLose || !isDue(state)
          ? state
          : { ...state, due: distinctReaches([...state.due, reach]) },
      ),
    });
  };

  /** Looks at what hangs on a primary are sure to come; where the rule is off now, it may be on by then. */
  const markHeirsDue = (parent: ModelResource): void => {
    for (const heir of hangingOn(parent)) {
      const isOn = ruleBetween(parent, heir) !== undefined;
      markDue(heir.arn, [parent.arn], () => isOn);
    }
  };

  /**
   * What was to be looked at for the sake of a primary is not found any more by who comes, or comes again, when
   * the two have parted, unless it inherits from it.
   */
  const mayGoUnfound = (arn: Arn, parent: Arn): void => {
    const { possible } = kept(arn);
    const isFor = (reach: Reach): boolean => tellReach(reach) === parent;
    const unfound = possible.flatMap((state) =>
      state.due.some(isFor) && ![...state.owned.values()].some(({ primary }) => primary === parent)
        ? [{ ...state, due: state.due.filter((reach) => !isFor(reach)) }]
        : [],
    );
    if (unfound.length > 0) change(arn, { possible: [...possible, ...unfound] });
  };

  /** Resources that inherit from a parent as far as the ledger goes: in those states they are due. */
  const markHeirsByLedgerDue = (parent: ModelResource): void => {
    if (!isInHandledRegion(parent)) return;
    const inherits = ({ owned }: TagState): boolean =>
      [...owned.values()].some(({ primary }) => primary === parent.arn);
    for (const heir of resources.values()) {
      if (ruleBetween(parent, heir) === undefined || !heir.possible.some(inherits)) continue;
      markDue(heir.arn, [], inherits);
    }
  };

  /** The rules whose associations with a resource the call makes, and primaries that came with it. */
  const reachOfCall = ({ type, parents }: ModelResource): Reach => {
    const call = customs.callOf(action);
    const rules = catalogue.filter(
      ({ associated, calls }) => associated === type && calls.some((each) => each === call),
    );
    if (customs.endsAssociations(action)) return [];
    return [
      ...rules.map(({ settingName }) => settingName),
      ...[...parents].filter((each) => bornByCall.has(each)),
    ];
  };

  const look = (
    resource: Kept,
    state: TagState,
    { parentTags, reach, left = nothingLeft }: Seen,
  ): TagState => {
    const account = accountOf(resource.accountId);
    if (!isInHandledRegion(resource)) return state;
    if (!resource.isAlive) {
      const isOn = catalogue.some(
        ({ associated, settingName }) =>
          associated === resource.type && account.rules.get(settingName)?.isOn,
      );
      return account.isOn && isOn ? { ...state, owned: new Map(), refused: new Map() } : state;
    }
    const parents = livingParents(resource).map(({ arn, type }, index) => ({
      arn,
      type,
      tags: parentTags[index] ?? new Map(),
    }));
    const { type } = resource;
    const around = { type, account, parents, mostTags, refusedKeys, reach, left };
    return lookedAt(state, { ...around, customs });
  };

  /** One reach, the farthest, for each choice of primaries on which a look may act by it alone. */
  const reachesThatDiffer = (resource: Kept, reaches: readonly Reach[]): readonly Reach[] => {
    const waiting = livingParents(resource).flatMap((parent) => {
      const rule = ruleBetween(parent, resource);
      return rule === undefined || applies(parent, resource) ? [] : [{ arn: parent.arn, rule }];
    });
    const tellReached = (reach: Reach): string =>
      waiting
        .filter(({ arn, rule }) => reach === 'all' || reach.includes(arn) || reach.includes(rule))
        .map(({ arn }) => arn)
        .join();
    const farthest = new Map<string, Reach>();
    for (const reach of withTheirSum(reaches)) {
      const reached = tellReached(reach);
      farthest.set(reached, joined(farthest.get(reached) ?? [], reach));
    }
    return [...farthest.values()];
  };

  /** What a look may do of what it would do: the rest is left to one that comes later. @param seen.next all of it */
  const partsOf = (
    resource: Kept,
    state: TagState,
    { next, ...seen }: Seen & { readonly next: TagState },
  ): readonly TagState[] => {
    const [before, after] = [tellTagState(state), tellTagState(next)];
    if (before === after) return [];
    const parts = areReadsLate
      ? allLeft.map((left) => look(resource, state, { ...seen, left }))
      : [];
    return [...parts, ...(rulesMayEnd ? [givenUp(state, next)] : [])].filter(
      (part) => tellTagState(part) !== before && tellTagState(part) !== after,
    );
  };

  /** Whatever a resource may have become by looks at it so far, each of which is followed by another when its parents change. */
  const spread = (resource: Kept): readonly Possibility[] => {
    const parents = livingParents(resource);
    const choices = parents.map(({ possible }) =>
      distinct(possible, ({ tags }) => textOf(tags)).map(({ tags }) => tags),
    );
    const unsure = new Set(
      parents.flatMap(({ arn }, index) => ((choices[index]?.length ?? 0) > 1 ? [arn] : [])),
    );
    const inputs = combinations(choices);
    const reaches = reachesThatDiffer(resource, [
      [],
      ...resource.reaches,
      ...[...unsure].map((arn): Reach => [arn]),
    ]);
    const found = new Map(resource.possible.map((state) => [tellState(state), state]));
    for (const state of found.values()) {
      for (const parentTags of inputs) {
        const saw = new Map(
          parents.flatMap(({ arn }, index): readonly (readonly [Arn, string])[] =>
            unsure.has(arn) ? [[arn, textOf(parentTags[index] ?? new Map())]] : [],
          ),
        );
        for (const reach of reaches) {
          const next = look(resource, state, { parentTags, reach });
          for (const part of partsOf(resource, state, { parentTags, reach, next })) {
            const reached = { ...part, due: distinctReaches([...state.due, reach]), saw };
            found.set(tellState(reached), reached);
          }
          const due = state.due.filter((each) => !covers(reach, each));
          const isChanged = tellTagState(next) !== tellTagState(state);
          if (!isChanged && due.length === state.due.length) continue;
          const reached = { ...next, due, saw };
          found.set(tellState(reached), reached);
        }
      }
    }
    return [...found.values()];
  };

  const byDepth = (): readonly Arn[] =>
    customs.depths.flatMap((types) =>
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
    bornByCall.clear();
  };

  /** What a resource must be, everything around it being known: what is due comes in any order, or in one look. */
  const settle = (
    resource: Kept,
    observed: ReadonlyMap<Arn, Tags>,
    mustBeDone: boolean,
  ): readonly Possibility[] => {
    const settledAs = (state: TagState): Possibility => ({ ...state, due: [], saw: new Map() });
    if (!mustBeDone) return resource.possible.map(settledAs);
    const parents = livingParents(resource);
    const parentTags = parents.map(({ arn }) => observed.get(arn) ?? new Map<string, string>());
    // What does not exist any more is an heir by the ledger alone.
    const isHeir = ({ owned }: TagState, { arn }: Kept): boolean =>
      resource.isAlive || [...owned.values()].some(({ primary }) => primary === arn);
    const followed = (state: Possibility): readonly Reach[] =>
      parents
        .filter((parent, index) => {
          if (!isHeir(state, parent)) return false;
          const now = parentTags[index] ?? new Map<string, string>();
          const before = state.saw.get(parent.arn) ?? textOf(parent.certain);
          return before !== textOf(now) && ruleBetween(parent, resource) !== undefined;
        })
        .map(({ arn }) => [arn]);
    const inTurn = (state: TagState, reaches: readonly Reach[]): TagState =>
      reaches.reduce((before, reach) => look(resource, before, { parentTags, reach }), state);
    return resource.possible.flatMap((state) => {
      const due = distinctReaches([...state.due, ...followed(state)]);
      if (due.length === 0) return [settledAs(state)];
      const ways = [[due.reduce(joined, [])], due, due.toReversed()];
      return ways.map((way) => settledAs(inTurn(state, way)));
    });
  };

  const atRest: Oracle['atRest'] = ({ tags, owned, sees }, mustBeDone) => {
    const tell = (state: TagState): string =>
      sees === 'ledger'
        ? `${textOf(state.tags)} ${tellRecord(state)}`
        : `${textOf(state.tags)} ${tellOwned(standing(state))}`;
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
      resources.set(arn, {
        ...kept(arn),
        possible,
        certain: tags.get(arn) ?? new Map(),
        reaches: [],
      });
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
        if (ruleBetween(parent, heir) === rule) markDue(heir.arn, [rule]);
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
      const reachesAll = (each: Choice | undefined) =>
        each?.isOn === true && each.appliesToExisting;
      if (reachesAll(next) && !reachesAll(before)) markBackfilled(accountId, rule);
    },

    called: (next) => {
      action = next;
    },

    born: (arn, { tags = new Map(), parents = [], goesWithInstance = false, isFixed = false }) => {
      const { type, accountId, region } = parseArn(arn);
      // Under a name that was there before, the service may still remember the earlier one.
      const remembered = resources.get(arn)?.possible ?? [{ owned: new Map(), refused: new Map() }];
      resources.set(arn, {
        arn,
        type,
        accountId,
        region,
        isAlive: true,
        parents: new Set(parents),
        goesWithInstance,
        isFixed,
        possible: remembered.map(({ owned, refused }) => ({
          ...{ tags, owned, refused },
          ...{ due: [], saw: new Map() },
        })),
        certain: tags,
        reaches: [],
      });
      stirred.add(arn);
      bornByCall.add(arn);
      markDue(arn, reachOfCall(kept(arn)));
    },

    died: (arn, isNamed = true) => {
      const resource = kept(arn);
      for (const heir of hangingOn(resource)) mayGoUnfound(heir.arn, arn);
      const possible = resource.possible.map((state) => ({ ...state, tags: new Map() }));
      change(arn, { isAlive: false, possible });
      markDue(arn, [], () => isNamed);
      if (isNamed) markHeirsByLedgerDue(resource);
    },

    joined: (arn, parent) => {
      change(arn, { parents: new Set([...kept(arn).parents, parent]) });
      markDue(arn, reachOfCall(kept(arn)));
    },

    parted: (arn, parent, isNamed = true) => {
      if (!isNamed) mayGoUnfound(arn, parent);
      change(arn, { parents: new Set([...kept(arn).parents].filter((each) => each !== parent)) });
      // What is not named is found by the entries of the ledger.
      const inherits = ({ owned }: TagState): boolean =>
        [...owned.values()].some(({ primary }) => primary === parent);
      markDue(arn, [], (state) => isNamed || inherits(state));
    },

    named: (arn) => markDue(arn, reachOfCall(kept(arn))),

    renewed: (arn) => markHeirsDue(kept(arn)),

    fixed: (arn, traits) => change(arn, traits),

    edited: (arn, edit, isAccepted) => {
      const resource = kept(arn);
      const outcomes = resource.possible.flatMap((state) => {
        const tags = edit(state.tags);
        const isChanged = !isSame(tags, state.tags);
        const fits = count(tags, customs) <= mostTags;
        if (fits !== isAccepted) return [];
        return [
          { ...state, tags: isAccepted ? tags : state.tags, isChanged: isChanged && isAccepted },
        ];
      });
      if (outcomes.length === 0) {
        throw new Error(`${arn}: the quota ${isAccepted ? 'was not kept' : 'was not reached'}`);
      }
      const isTold = !mayLose && isInHandledRegion(resource);
      const possible = outcomes.map(({ isChanged, ...state }) =>
        isChanged && isTold ? { ...state, due: distinctReaches([...state.due, []]) } : state,
      );
      change(arn, { possible });
      if (outcomes.every(({ isChanged }) => !isChanged)) return;
      if (!isInHandledRegion(resource)) return;
      const isCertain = outcomes.every(({ isChanged }) => isChanged);
      const before = heirsOf(resource);
      markHeirsDue(resource);
      if (isCertain) return;
      for (const { arn: heir, possible: undue } of before) {
        change(heir, { possible: [...undue, ...kept(heir).possible] });
      }
    },

    marked: (arn, tags) => {
      const { possible, certain } = kept(arn);
      change(arn, {
        // No event tells of it, so nobody follows.
        certain: new Map([...certain, ...tags]),
        possible: possible.map((state) => ({ ...state, tags: new Map([...state.tags, ...tags]) })),
      });
    },

    eventsMayBeLost: (mayBeLost) => {
      mayLose = mayBeLost;
    },

    touched: (arns) => {
      for (const arn of arns) markDue(arn, 'all');
    },

    swept: ({ inSteps }) => {
      for (const parent of [...resources.values()]) {
        const inherits = ({ owned }: TagState): boolean =>
          [...owned.values()].some(({ primary }) => primary === parent.arn);
        const known = [...resources.values()].filter(({ possible }) => possible.some(inherits));
        // One that has left is released by a step, and the parent may be unknown to the next.
        const isSure = known.some(
          (heir) =>
            heir.possible.every(inherits) &&
            ruleBetween(parent, heir) !== undefined &&
            (!inSteps || heir.parents.has(parent.arn)),
        );
        const isWalked = givesAnything(parent);
        for (const { arn } of known) markDue(arn, [], (state) => isWalked && inherits(state));
        const heirs = heirsOf(parent);
        // What exists under these rules comes first, and makes the ledger know the parent.
        const mayBeKnown =
          inSteps || known.length > 0 || heirs.some((heir) => applies(parent, heir));
        for (const heir of heirs) {
          const isDue = isSure || applies(parent, heir);
          if (mayBeKnown) markDue(heir.arn, [parent.arn], () => isDue);
        }
      }
    },

    isCrowded: () =>
      [...resources.values()].some(({ possible }) => possible.length > customs.mostPossibilities),
  };
};
