import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../model/clock.ts';
import type { AccessDeniedError } from '../model/errors.ts';
import type { Table } from '../storage/table.ts';
import type { AccountRegion, CallLimits } from './call.ts';
import type { ResourceType, SettingName } from './cloud.ts';
import type { CloudProvider } from './provider.ts';
import type { SimulatedCloud, SimulatedOperation } from './simulator.ts';

/** Told of an account that does not let us in: nobody may take its role there, or its key is none. */
export type RoleRefused = (refused: {
  readonly accountId: string;
  readonly error: AccessDeniedError;
}) => void;

/** What a process gives a cloud to be opened with. */
export type Place = {
  /** Where a simulated cloud keeps its resources; undefined where the stage has none. */
  readonly simulatorTable: Table | undefined;
  /** Where a simulated cloud puts its audit records. */
  readonly bus: Bus;
  readonly clock: Clock;
  /** Random hexadecimal text, at least 32 digits beside dashes. */
  readonly newId: () => string;
  /** Waits before something is tried again; jitters. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
  readonly maxTagsPerResource: (type: ResourceType) => number;
  /** How a simulated cloud limits calls; not at all unless given. */
  readonly callLimits: CallLimits | undefined;
  /** Told of error codes that nobody knows. */
  readonly onUnknownError: (code: string) => void;
  /** Nobody is told unless given. */
  readonly onRoleRefused?: RoleRefused | undefined;
  /** What the stage says of a cloud, which reads it itself; undefined where it says nothing. */
  readonly settingsOf: (cloud: string) => unknown;
  /** Names of the rules that are on in an account, no older than the question. */
  readonly rulesOn: (accountId: string) => Promise<ReadonlySet<SettingName>>;
};

/** A cloud that can be read and written. */
export type Opened = {
  readonly provider: CloudProvider;
  /** Opens a provider of its own for one account and region, which lists that region alone. */
  readonly openAt: (at: AccountRegion) => CloudProvider;
  /** Those whose resources are listed, in this order; all that the stage handles unless given. */
  readonly regions?: readonly string[];
  /** Undefined where it is no simulated one. */
  readonly simulator: SimulatedCloud | undefined;
};

/** How a cloud's provider is opened. */
export type Opener = {
  /** The cloud's name. */
  readonly cloud: string;
  /** What can be asked of it where it is simulated. */
  readonly operations: readonly SimulatedOperation[];
  /** Undefined where the place does not have what the cloud needs. */
  readonly open: (place: Place) => Opened | undefined;
};
