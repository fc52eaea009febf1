import { type Arn, typeOf } from '../clouds/arn.ts';
import type { Resource } from '../clouds/provider.ts';
import type { LedgerRecord } from '../ledger/ledger.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { isThrottle } from '../model/errors.ts';
import type { Tags } from '../model/tags.ts';
import { joined, type Reach } from '../queue/reach.ts';
import { createKnownSettings } from '../settings/known-settings.ts';
import type { AccountSettings } from '../settings/settings.ts';
import { type HeirsPage, heirsPage } from './heirs.ts';
import type { LoopGuard } from './loop-guard.ts';
import { type Eyes, observe } from './observe.ts';
import type { Path } from './place.ts';
import { callsCloud, type Plan, planFor, tagsAfter } from './plan.ts';
import { nameOf, type Walk } from './walk.ts';

/** What a reconcile would do to one resource. */
export type Forecast = {
  readonly arn: Arn;
  readonly plan: Plan;
  /** The resource's tags before it. */
  readonly tags: Tags;
};

/** A run over associations that is only thought of. */
export type Run = {
  /** The world it would see. */
  readonly eyes: Eyes;
  /** Goes over what it would look at, from a place on. */
  readonly walk: (path: Path) => Walk;
  /** How far the looks reach with which the walk comes to a resource; undefined when it does not. */
  readonly comesTo: (resource: Resource, record: LedgerRecord) => Promise<Reach | undefined>;
};

/** A world that is not there yet: other settings for one account. */
export const withSettings = (eyes: Eyes, settings: AccountSettings): Eyes => ({
  ...eyes,
  settings: {
    ...eyes.settings,
    read: async (accountId) =>
      accountId === settings.accountId ? settings : eyes.settings.read(accountId),
  },
});

/** What is known of one resource in the world that would be. */
type Settled = {
  /** Undefined when nobody would look at it. */
  readonly forecast: Forecast | undefined;
  /** All of its tags once the run is over. */
  readonly tags: Tags;
  /** Parents whose tags the run would change, so that their events lead here. */
  readonly changedParents: readonly Arn[];
  /** The walk itself comes to it. */
  readonly isWalked: boolean;
};

const isChanged = ({ forecast }: Settled): boolean =>
  forecast !== undefined && callsCloud(forecast.plan);

/** Nothing that is only thought of has a cause that anybody could look up. */
const noCause = { eventId: 'plan', eventName: 'Plan', principal: 'plan' } as const;

/** Thinks a run through: what it does to a resource depends on what it does to the resource's parents. */
const createThinker = (
  { eyes, comesTo }: Run,
  { clock, guard }: Pick<ForecastOptions, 'clock' | 'guard'>,
) => {
  const settled = new Map<Arn, Promise<Settled | undefined>>();
  const knownSettings = createKnownSettings(eyes.settings.read);

  const think = async (arn: Arn): Promise<Settled | undefined> => {
    const seen = await observe(eyes, arn, knownSettings);
    if (seen.kind !== 'present') return undefined;
    const { record, inputs } = seen;
    const { resource } = inputs;
    const parents = new Map<Arn, Resource>();
    const changedParents: Arn[] = [];
    for (const [parent, asItIs] of inputs.parents) {
      const after = await settle(parent);
      parents.set(parent, after === undefined ? asItIs : { ...asItIs, tags: after.tags });
      if (after !== undefined && isChanged(after)) changedParents.push(parent);
    }
    const walked = await comesTo(resource, record);
    const isWalked = walked !== undefined;
    if (!isWalked && changedParents.length === 0) {
      return { forecast: undefined, tags: resource.tags, changedParents, isWalked };
    }
    const now = isoTime(clock());
    const plan = planFor({
      inputs: { ...inputs, parents },
      record,
      maxTags: eyes.cloud.maxTagsPerResource(typeOf(arn)),
      look: {
        now,
        cause: { ...noCause, eventTime: now },
        rival: null,
        reach: joined(walked ?? [], changedParents),
        guard,
      },
    });
    const forecast = { arn, plan, tags: resource.tags };
    return { forecast, tags: tagsAfter(plan, resource.tags), changedParents, isWalked };
  };

  const settle = (arn: Arn): Promise<Settled | undefined> => {
    const known = settled.get(arn);
    if (known !== undefined) return known;
    const thought = think(arn);
    settled.set(arn, thought);
    return thought;
  };
  return settle;
};

/** Everything that hangs on a resource, by the cloud and by the ledger. */
const heirsOf = async (eyes: Eyes, primary: Arn): Promise<ReadonlySet<Arn>> => {
  const heirs = new Set<Arn>();
  let cursor: string | null = null;
  do {
    const page: HeirsPage = await heirsPage(eyes, { primary, cursor });
    for (const heir of page.items) heirs.add(heir);
    cursor = page.next;
  } while (cursor !== null);
  return heirs;
};

type Forecasts = AsyncGenerator<Forecast, void>;

/** What a page is thought through with. */
type Thinking = {
  readonly eyes: Eyes;
  readonly settle: ReturnType<typeof createThinker>;
  /** Lets what cannot be read keep nothing else off the page: undefined then, and told. */
  readonly apart: <T>(name: string, read: () => Promise<T>) => Promise<T | undefined>;
};

/** Takes what cannot be read. @throws a throttle: more calls would do harm, and asking again helps */
const setApart =
  (unread: Map<string, unknown>): Thinking['apart'] =>
  async (name, read) => {
    try {
      return await read();
    } catch (failure) {
      if (isThrottle(failure)) throw failure;
      unread.set(name, failure);
      return undefined;
    }
  };

/**
 * What the tag events of a changed resource would lead to: its heirs, and theirs. One to which the
 * walk comes by itself, or to which another changed parent leads first, is told there.
 */
async function* chainFrom({ eyes, settle, apart }: Thinking, primary: Arn): Forecasts {
  const heirs = await apart(primary, () => heirsOf(eyes, primary));
  for (const heir of heirs ?? []) {
    const after = await apart(heir, () => settle(heir));
    if (after?.forecast === undefined || after.isWalked) continue;
    if (after.changedParents[0] !== primary) continue;
    yield after.forecast;
    if (isChanged(after)) yield* chainFrom({ eyes, settle, apart }, heir);
  }
}

/** What could not be read: a resource, or the names of a listing; and why. */
export type Unread = { readonly name: string; readonly failure: unknown };

/** Some forecasts, and where to go on; `path` is undefined at the end. */
export type ForecastPage = {
  readonly forecasts: readonly Forecast[];
  /** What the forecasts know nothing of, each once. */
  readonly unread: readonly Unread[];
  readonly path: Path | undefined;
};

export type ForecastOptions = {
  readonly clock: Clock;
  readonly guard: LoopGuard;
  /** Where to go on; empty for the beginning. */
  readonly path: Path;
  /** So many resources are enough for a page; what follows from them is always on it, too. */
  readonly enough: number;
  /** A page that took so long is handed out as it is. Seconds. */
  readonly mostSeconds: number;
};

/**
 * Says what a run would do, chains included: the same plans that reconciling would carry out, each
 * resource once. What cannot be read is set aside and told, as a job does. Writes nothing.
 */
export const forecastPage = async (run: Run, options: ForecastOptions): Promise<ForecastPage> => {
  const { clock, path, enough, mostSeconds } = options;
  const begin = clock();
  const forecasts = new Map<Arn, Forecast>();
  const unread = new Map<string, unknown>();
  const thinking = {
    eyes: run.eyes,
    settle: createThinker(run, options),
    apart: setApart(unread),
  };
  const pageTo = (end: Path | undefined): ForecastPage => ({
    forecasts: [...forecasts.values()],
    unread: [...unread].map(([name, failure]) => ({ name, failure })),
    path: end,
  });
  for await (const chunk of run.walk(path)) {
    if (chunk.failure !== undefined) unread.set(nameOf(chunk), chunk.failure);
    for (const arn of chunk.arns) {
      const after = await thinking.apart(arn, () => thinking.settle(arn));
      if (after?.forecast === undefined) continue;
      forecasts.set(arn, after.forecast);
      if (!isChanged(after)) continue;
      for await (const each of chainFrom(thinking, arn)) forecasts.set(each.arn, each);
    }
    const isEnough = forecasts.size >= enough || clock() - begin >= mostSeconds * 1000;
    if (isEnough) return pageTo(chunk.path);
  }
  return pageTo(undefined);
};
