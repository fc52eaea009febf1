import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Requests of one kind to one table, and what they use of its capacity. */
export type Requests = {
  readonly count: number;
  /** Read and write units together, as DynamoDB counts them; a request is of one kind only. */
  readonly units: number;
  /** Items that requests for many name; as `count` for all others. */
  readonly items: number;
};

/** `<table> <operation>` → requests, in the order of the names. */
export type RequestCounts = ReadonlyMap<string, Requests>;

export type RequestCounter = {
  /** What was sent since the last `take`, and begins anew. Retries of the client count once. */
  readonly take: () => RequestCounts;
};

const none: Requests = { count: 0, units: 0, items: 0 };

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const tableOf = (input: unknown): string => {
  const single = fieldOf(input, 'TableName');
  if (typeof single === 'string') return single;
  return Object.keys(fieldOf(input, 'RequestItems') ?? {}).join('+');
};

const itemsOf = (input: unknown): number => {
  const tables = Object.values(fieldOf(input, 'RequestItems') ?? { none: [1] });
  const lists = tables.map((table: unknown) =>
    Array.isArray(table) ? table : fieldOf(table, 'Keys'),
  );
  return lists.reduce((sum: number, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
};

const unitsOf = (output: unknown): number => {
  const consumed = fieldOf(output, 'ConsumedCapacity');
  const each = Array.isArray(consumed) ? consumed : [consumed];
  return each.reduce((sum, one) => sum + Number(fieldOf(one, 'CapacityUnits') ?? 0), 0);
};

/** Counts what a client sends. Asks DynamoDB for the capacity that each request used. */
export const countRequests = (client: DynamoDBClient): RequestCounter => {
  let counts = new Map<string, Requests>();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
        const result = await next({ ...args, input });
        const name = `${tableOf(args.input)} ${String(commandName).replace(/Command$/, '')}`;
        const { count, units, items } = counts.get(name) ?? none;
        counts.set(name, {
          count: count + 1,
          units: units + unitsOf(result.output),
          items: items + itemsOf(args.input),
        });
        return result;
      },
    { step: 'initialize', priority: 'low', name: 'countRequests' },
  );
  return {
    take: () => {
      const taken = counts;
      counts = new Map();
      return new Map([...taken].sort(([left], [right]) => (left < right ? -1 : 1)));
    },
  };
};
