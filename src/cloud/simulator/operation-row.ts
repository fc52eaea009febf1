import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod';
import type { BusEvent } from '../../bus/bus.ts';
import { type Arn, isArn } from '../../model/arn.ts';
import { TerminalError } from '../../model/errors.ts';
import type { Item, ItemKey } from '../../storage/table.ts';
import type { Write } from './sim-resource.ts';

/** An operation on record: all that is left to do once its guard has passed. */
export type RecordedOperation = {
  /** The resource whose write decided it; null when the record itself did. */
  readonly guardArn: Arn | null;
  readonly writes: readonly Write[];
  readonly events: readonly BusEvent[];
};

const arnText = z.string().refine(isArn);
const pairs = z.array(z.tuple([z.string(), z.string()]));

const changeSchema = z.object({
  setTags: pairs.optional(),
  removeTags: z.array(z.string()).optional(),
  addParents: z.array(arnText).optional(),
  removeParents: z.array(arnText).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  mostTags: z.number().optional(),
  onlyIfFree: z.boolean().optional(),
});

const writeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    resource: z.object({
      arn: arnText,
      tags: pairs.transform((list) => new Map(list)),
      parents: z.array(arnText),
      attributes: z.record(z.string(), z.unknown()),
    }),
  }),
  z.object({ kind: z.literal('edit'), arn: arnText, change: changeSchema }),
  z.object({ kind: z.literal('delete'), arn: arnText }),
]);

const operationSchema = z.object({
  guardArn: arnText.nullable(),
  writes: z.array(writeSchema),
  events: z.array(
    z.object({
      source: z.string(),
      detailType: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** Partition of all operations that are under way. */
export const operationsPartition = 'operations';

export const operationKey = (id: string): ItemKey => ({ pk: operationsPartition, sk: id });

/**
 * Writes an operation as an item. Compressed, because a call for 100 instances with 20 tags each
 * would not fit into an item otherwise, and repeats itself a lot.
 */
export const operationItem = (id: string, operation: RecordedOperation): Item => {
  // Maps travel as lists of pairs.
  const text = JSON.stringify(operation, (_, each) => (each instanceof Map ? [...each] : each));
  return { ...operationKey(id), operation: deflateSync(text).toString('base64') };
};

/** Reads an operation. @throws TerminalError `MalformedOperation` */
export const readOperation = (item: Item): RecordedOperation => {
  const text = inflateSync(Buffer.from(String(item.operation), 'base64')).toString();
  const parsed = operationSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedOperation',
    message: `operation ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};
