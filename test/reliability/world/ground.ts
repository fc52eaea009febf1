import type { Rule } from '../../../src/clouds/catalogue.ts';
import type { CloudProvider } from '../../../src/clouds/provider.ts';
import type { Customs } from '../oracle/customs.ts';
import type { VirtualService, VirtualServiceOptions } from '../virtual-service.ts';
import type { Planner } from './planners.ts';
import type { Play, Step, World } from './play.ts';

/** How the service is opened over a ground. */
export type Opening = Pick<
  VirtualServiceOptions,
  'openers' | 'ownCallers' | 'cloudTable' | 'maxReceives' | 'log'
> & {
  /** Puts what is awkward about the cloud between it and the workers. */
  readonly cloud: (inner: CloudProvider) => CloudProvider;
  /** Reads what is, whatever keeps the service from it; the service's own cloud unless given. */
  readonly truth?: () => CloudProvider;
};

/** A cloud that worlds are played on. */
export type Ground = {
  readonly accountIds: readonly string[];
  readonly rules: readonly Rule[];
  readonly customs: Customs;
  /** What can be done there, each by one call. */
  readonly operations: Readonly<Record<string, Planner>>;
  /** What is done in the place of an operation where there is nothing that it could be done to. */
  readonly otherwise: string;
  /** Steps that are more than one call, or none. */
  readonly others: Readonly<Record<string, (play: Play, step: Step) => Promise<void>>>;
  /** Done first, so that there is something to work on. */
  readonly begin: (play: Play) => Promise<void>;
  /** @param service it is asked for while the world is played, not before */
  readonly open: (world: World, service: () => VirtualService) => Opening;
};
