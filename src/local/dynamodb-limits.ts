import { createRequire } from 'node:module';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { itemBytes, longestKeyBytes } from '../storage/item-size.ts';
import { keyAttributes } from '../storage/schema.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

/** What is called with a whole item, or with a key, and answers what is wrong with it. */
type Check = (attributes: Attributes, ...rest: readonly unknown[]) => Error | null | undefined;

/** What dynalite's actions and validations ask for by these names. */
type Database = {
  itemSize: (item: Attributes) => number;
  validateItem: Check;
  validateKey: Check;
  readonly validationError: (message: string) => Error;
};

const sizesOf = { partition: 'hashkey', sort: 'range keys' } as const;

const corrected = new WeakSet<Database>();

/**
 * Has the embedded database refuse what DynamoDB refuses. dynalite 4.0.0 counts texts in UTF-16 units,
 * in items and in keys, so that up to three times as much is stored here as in a cloud.
 */
export const countAsDynamoDb = (): void => {
  const db: Database = createRequire(import.meta.resolve('dynalite'))('./db');
  if (corrected.has(db)) return;
  corrected.add(db);
  const withKeySizes =
    (check: Check): Check =>
    (attributes, ...rest) => {
      const problem = check(attributes, ...rest);
      if (problem) return problem;
      for (const part of ['partition', 'sort'] as const) {
        const bytes = Buffer.byteLength(attributes[keyAttributes[part]]?.S ?? '');
        const most = longestKeyBytes[part];
        if (bytes <= most) continue;
        return db.validationError(
          `One or more parameter values were invalid: Size of ${sizesOf[part]} has exceeded the maximum size limit of ${most} bytes`,
        );
      }
      return undefined;
    };
  db.itemSize = itemBytes;
  db.validateItem = withKeySizes(db.validateItem);
  db.validateKey = withKeySizes(db.validateKey);
};
