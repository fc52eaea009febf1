import pLimit from 'p-limit';
import type { Table } from './table.ts';

/** Connections that a client of AWS has; what waits for one longer than connecting may take fails. */
const connections = 50;

/** A table whose writes of single items wait for each other where hundreds come at once. */
export const fewPuts = (table: Table): Table => {
  const limit = pLimit(connections);
  return { ...table, put: (item, expectation) => limit(() => table.put(item, expectation)) };
};
