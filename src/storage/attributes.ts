import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** Values by name, as our code has them. */
export type Values = Readonly<Record<string, unknown>>;

/** Writes values as DynamoDB stores them; undefined ones are left out. */
export const toAttributes = (values: Values): Record<string, AttributeValue> =>
  marshall(values, { removeUndefinedValues: true });

/** Reads values as DynamoDB stores them. */
export const fromAttributes = (attributes: Record<string, AttributeValue>): Values =>
  unmarshall(attributes);
