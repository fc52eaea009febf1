/**
 * Shapes of the tables' keys. Whoever changes one raises the version here and writes how old items
 * are read meanwhile; the stack and the local runner both make their tables from this file.
 *
 * 1: heirs in a partition for each primary; history in one for each account, rule and day.
 * 2: heirs in a few partitions for each account; history in several for each account, rule and day,
 *    with rows that say which there are. A sweep makes 2 out of 1.
 */
export const schemaVersion = 2;

/** The item that says which version a table's items have at least; there is none while some may be older. */
export const schemaKey = { pk: 'schema', sk: 'schema' } as const;

/** The item that says that every record with refusals has its row; there is none while some may lack theirs. */
export const refusedRowsKey = { pk: 'schema', sk: 'refused-rows' } as const;

/** What says of a table that all of it is as it is made today. */
export const renewalKeys = [schemaKey, refusedRowsKey] as const;

/** Both tables: partition key and sort key are strings of these names. */
export const keyAttributes = { partition: 'pk', sort: 'sk' } as const;

/** Number of seconds since the epoch after which DynamoDB may drop an item. */
export const expiryAttribute = 'expiresAt';

/** Names the write that an item is from, so that a write whose answer was lost is known again. */
export const writeIdAttribute = 'writeId';
