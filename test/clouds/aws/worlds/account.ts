import { type Arn, parseArn, typeOf } from '../../../../src/clouds/arn.ts';
import type { ResourceType } from '../../../../src/clouds/cloud.ts';
import type { Resource } from '../../../../src/clouds/provider.ts';

/** A resource of simulated AWS. */
export type AwsResource = Resource & {
  /** It goes with the instance that it hangs on. */
  readonly goesWithInstance: boolean;
};

type State = ReadonlyMap<Arn, AwsResource>;

/** What there is in AWS at one moment. */
export type Moment = {
  readonly find: (arn: Arn) => AwsResource | undefined;
  readonly heirs: (primary: Arn, type: ResourceType) => readonly AwsResource[];
  readonly list: (accountId: string, type: ResourceType) => readonly AwsResource[];
};

const momentOf = (state: State): Moment => ({
  find: (arn) => state.get(arn),
  heirs: (primary, type) =>
    [...state.values()].filter(
      ({ arn, parents }) => parents.includes(primary) && typeOf(arn) === type,
    ),
  list: (accountId, type) =>
    [...state.values()].filter(({ arn }) => {
      const ref = parseArn(arn);
      return ref.accountId === accountId && ref.type === type;
    }),
});

/** All that there is, now and at any time before. */
export type Account = Moment & {
  readonly put: (resource: AwsResource) => void;
  readonly remove: (arn: Arn) => void;
  /** What there was at a time. Milliseconds since the epoch. */
  readonly asOf: (time: number) => Moment;
};

/** Opens an empty AWS. */
export const openAccount = (clock: () => number): Account => {
  const past: { readonly at: number; readonly state: State }[] = [{ at: 0, state: new Map() }];
  const stateAt = (time: number): State =>
    past.findLast(({ at }) => at <= time)?.state ?? new Map();
  const now = (): Moment => momentOf(stateAt(clock()));
  const change = (edit: (state: Map<Arn, AwsResource>) => void): void => {
    const state = new Map(stateAt(clock()));
    edit(state);
    past.push({ at: clock(), state });
  };
  return {
    find: (arn) => now().find(arn),
    heirs: (primary, type) => now().heirs(primary, type),
    list: (accountId, type) => now().list(accountId, type),
    put: (resource) => change((state) => state.set(resource.arn, resource)),
    remove: (arn) => change((state) => state.delete(arn)),
    asOf: (time) => momentOf(stateAt(time)),
  };
};
