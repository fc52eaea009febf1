/**
 * Shapes of the tables' keys. Whoever changes one raises the version here and writes how old items
 * are read meanwhile; the stack and the local runner both make their tables from this file.
 */
export const schemaVersion = 1;

/** Both tables: partition key and sort key are strings of these names. */
export const keyAttributes = { partition: 'pk', sort: 'sk' } as const;

/** Number of seconds since the epoch after which DynamoDB may drop an item. */
export const expiryAttribute = 'expiresAt';

/** Names the write that an item is from, so that a write whose answer was lost is known again. */
export const writeIdAttribute = 'writeId';
