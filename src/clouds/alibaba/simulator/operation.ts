import * as z from 'zod/mini';
import { whenUsed } from '../../../model/when-used.ts';
import type { CloudProvider } from '../../provider.ts';
import type { SimulatedOperation } from '../../simulator.ts';
import type { Arn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { ProductName } from './call-record.ts';
import { CloudApiError } from './cloud-api-error.ts';
import type { Guard } from './operation-log.ts';
import type { StoredResource } from './resource-store.ts';
import { fromRoaName } from './roa-names.ts';
import type { Attributes, Write } from './sim-resource.ts';

/** What an operation may ask while it decides. */
export type OperationContext = {
  readonly region: string;
  readonly accountId: string;
  /** A new id of the cloud's own form: prefix and 20 characters. */
  readonly newId: (prefix: string) => string;
  readonly arnOf: (type: ResourceType, id: string) => Arn;
  /**
   * The resource of this id in the call's region and account.
   * @throws CloudApiError `Invalid<parameter>.NotFound`
   */
  readonly find: (type: ResourceType, id: string, parameter: string) => Promise<StoredResource>;
  /** True while a resource has this name, and until its deletion is finished. */
  readonly isTaken: (arn: Arn) => Promise<boolean>;
  readonly findMany: (arns: readonly Arn[]) => Promise<ReadonlyMap<Arn, StoredResource>>;
  /** Those of a resource's parents that exist. */
  readonly livingParents: (resource: StoredResource) => Promise<readonly StoredResource[]>;
  /** Every resource of a type that hangs on a primary. */
  readonly heirs: (primary: Arn, type: ResourceType) => Promise<readonly StoredResource[]>;
  /** Every resource of a type in the call's region and account. */
  readonly list: (type: ResourceType) => Promise<readonly StoredResource[]>;
  readonly maxTagsPerResource: CloudProvider['maxTagsPerResource'];
};

/** Something the platform does by itself in the wake of a call; it gets a record of its own. */
export type PlatformEvent = {
  readonly product: ProductName;
  readonly operation: string;
  readonly references: readonly Arn[];
  readonly response?: Readonly<Record<string, unknown>>;
};

/** What a call comes to; a call without writes and guard changes nothing and leaves no record. */
export type Decision = {
  /** The API's own answer, without RequestId. */
  readonly result: Readonly<Record<string, unknown>>;
  /** What the answer makes or names. */
  readonly arns: readonly Arn[];
  readonly guard?: Guard;
  readonly writes?: readonly Write[];
  readonly platformEvents?: readonly PlatformEvent[];
};

/** One operation of the simulated cloud. */
export type Operation = SimulatedOperation & {
  readonly product: ProductName;
  /** Parses the parameters and decides. @throws CloudApiError for whatever the cloud would refuse */
  readonly decide: (parameters: unknown, context: OperationContext) => Promise<Decision>;
};

const describeIssue = (issue: z.core.$ZodIssue): CloudApiError => {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const field = [...issue.path, issue.keys[0] ?? ''].join('.');
    return new CloudApiError(
      400,
      `InvalidParameter.${field}`,
      `The parameter ${field} is unknown.`,
    );
  }
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return isMissing
    ? new CloudApiError(
        400,
        `MissingParameter.${path}`,
        `The parameter ${path} is missing: ${issue.message}.`,
      )
    : new CloudApiError(
        400,
        `InvalidParameter.${path || 'Body'}`,
        `The parameter ${path || 'list'} is not valid: ${issue.message}.`,
      );
};

/** Parameters that every operation takes; the region is looked at before the operation is. */
const common = { RegionId: z.optional(z.string()), DryRun: z.optional(z.boolean()) };

/** Declares an operation; unknown parameters and wrong types are refused by name. */
export const defineOperation = <S extends z.core.$ZodShape>(definition: {
  readonly product: ProductName;
  readonly name: string;
  readonly parameters: S;
  readonly decide: (
    parameters: z.output<z.ZodMiniObject<S>>,
    context: OperationContext,
  ) => Promise<Decision>;
}): Operation => {
  // Most processes call few of their operations.
  const schemas = whenUsed(() => ({
    own: z.object(definition.parameters),
    known: z.strictObject({ ...definition.parameters, ...common }),
  }));
  return {
    product: definition.product,
    name: definition.name,
    schema: () => schemas().known,
    nameOf: definition.product === 'Cs' ? fromRoaName : (parameter) => parameter,
    decide: async (parameters, context) => {
      const { own, known } = schemas();
      const all = known.safeParse(parameters, { reportInput: true });
      const parsed = own.safeParse(parameters, { reportInput: true });
      if (!all.success || !parsed.success) {
        const issue = all.error?.issues[0] ?? parsed.error?.issues[0];
        throw issue === undefined
          ? new CloudApiError(400, 'InvalidParameter', 'The parameters are not valid.')
          : describeIssue(issue);
      }
      return definition.decide(parsed.data, context);
    },
  };
};

/** A new resource of the call's region and account. */
export const creation = (
  arn: Arn,
  facts: {
    readonly tags?: readonly (readonly [string, string])[];
    readonly parents?: readonly Arn[];
    readonly attributes?: Attributes;
  } = {},
): Extract<Write, { kind: 'create' }> => ({
  kind: 'create',
  resource: {
    arn,
    tags: new Map(facts.tags),
    parents: facts.parents ?? [],
    attributes: facts.attributes ?? {},
  },
});
