import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The most that an item may hold. Bytes. Source: DynamoDB, quotas of items. */
export const largestItemBytes = 409_600;

/** Longest key attributes. Bytes. Source: DynamoDB, quotas of partition and sort keys. */
export const longestKeyBytes = { partition: 2048, sort: 1024 } as const;

const bytesOfText = (text: string): number => Buffer.byteLength(text);

/** About one byte for two digits, and one more. */
const bytesOfNumber = (text: string): number => {
  const digits = text.replace(/^-|[eE].*$|\./g, '').replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Each list and map takes 3 bytes, and 1 for each thing in it. */
const containerBytes = 3;

const bytesOfValue = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytesOfText(value.S);
  if (value.N !== undefined) return bytesOfNumber(value.N);
  if (value.L !== undefined) {
    return containerBytes + sum(value.L.map((each) => 1 + bytesOfValue(each)));
  }
  if (value.M !== undefined) {
    return containerBytes + Object.keys(value.M).length + itemBytes(value.M);
  }
  if (value.SS !== undefined) return sum(value.SS.map(bytesOfText));
  if (value.NS !== undefined) return sum(value.NS.map(bytesOfNumber));
  // Truth values and null.
  return 1;
};

/**
 * The size of an item as DynamoDB counts it: names and texts in UTF-8, numbers, and what nesting takes.
 * Source: DynamoDB developer guide, "DynamoDB item sizes and formats". We store no binary values.
 */
export const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  sum(Object.entries(item).map(([name, value]) => bytesOfText(name) + bytesOfValue(value)));
