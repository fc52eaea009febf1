import * as z from 'zod/mini';
import type { BusEvent } from '../../../bus/bus.ts';
import { TerminalError } from '../../../model/errors.ts';
import { text, texts } from '../../../model/fields.ts';
import type { Item, ItemKey } from '../../../storage/table.ts';
import type { Arn } from '../arn.ts';
import { arnText } from '../arn-text.ts';
import type { Write } from './sim-resource.ts';

/** An operation on record: all that is left to do once its guard has passed. */
export type RecordedOperation = {
  /** The resource whose write decided it; null when the record itself did. */
  readonly guardArn: Arn | null;
  readonly writes: readonly Write[];
  readonly events: readonly BusEvent[];
};

const pairs = z.array(z.tuple([text, text]));

const changeSchema = z.object({
  setTags: z.optional(pairs),
  removeTags: z.optional(texts),
  addParents: z.optional(z.array(arnText)),
  removeParents: z.optional(z.array(arnText)),
  attributes: z.optional(z.record(text, z.unknown())),
  mostTags: z.optional(z.number()),
  onlyIfFree: z.optional(z.boolean()),
});

const writeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    resource: z.object({
      arn: arnText,
      tags: z.pipe(
        pairs,
        z.transform((list) => new Map(list)),
      ),
      parents: z.array(arnText),
      attributes: z.record(text, z.unknown()),
    }),
  }),
  z.object({ kind: z.literal('edit'), arn: arnText, change: changeSchema }),
  z.object({ kind: z.literal('delete'), arn: arnText }),
]);

const operationSchema = z.object({
  guardArn: z.nullable(arnText),
  writes: z.array(writeSchema),
  events: z.array(
    z.object({
      source: text,
      detailType: text,
      detail: z.record(text, z.unknown()),
    }),
  ),
});

/** Loaded when it is first used: few processes of many write an operation. */
const zlib = () => process.getBuiltinModule('node:zlib');

/** Partition of all operations that are under way. */
export const operationsPartition = 'operations';

export const operationKey = (id: string): ItemKey => ({ pk: operationsPartition, sk: id });

/**
 * Writes an operation as an item. Compressed, because a call for 100 instances with 20 tags each
 * would not fit into an item otherwise, and repeats itself a lot.
 */
export const operationItem = (id: string, operation: RecordedOperation): Item => {
  // Maps travel as lists of pairs.
  const json = JSON.stringify(operation, (_, each) => (each instanceof Map ? [...each] : each));
  return {
    ...operationKey(id),
    operation: zlib().deflateSync(json).toString('base64'),
  };
};

/** Reads an operation. @throws TerminalError `MalformedOperation` */
export const readOperation = (item: Item): RecordedOperation => {
  const packed = Buffer.from(String(item.operation), 'base64');
  const json = zlib().inflateSync(packed).toString();
  const parsed = operationSchema.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedOperation',
    message: `operation ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};
