import {
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { NotFoundError } from '../../../../model/errors.ts';
import type { Page } from '../../../../model/page.ts';
import type { Asking } from '../asking.ts';
import { describeApart } from '../one-by-one.ts';
import { arnIn, type Shown, type TypeReader } from '../reader.ts';

/** The largest page. */
const pageSize = 50;

/** How the group begins that Lambda makes for a function, unless the function names another. */
const functionStart = '/aws/lambda/';

const functionOf = (group: string): string | undefined =>
  group.startsWith(functionStart) ? group.slice(functionStart.length) : undefined;

/** @throws NotFoundError */
const read = async (id: string, asking: Asking): Promise<Shown> => {
  const resourceArn = arnIn(asking, 'Logs-LogGroup', id);
  const { tags = {} } = await asking.ask(
    { api: 'logs:ListTagsForResource', what: `describing log group ${id}` },
    (options) =>
      asking.clients.logs().send(new ListTagsForResourceCommand({ resourceArn }), options),
  );
  const name = functionOf(id);
  const parents = name ? [arnIn(asking, 'Lambda-Function', name)] : [];
  return { id, tags: new Map(Object.entries(tags)), parents };
};

/** The group of a function, if there is one. */
const groupsOfFunction = async (name: string, asking: Asking): Promise<Page<string>> => {
  const id = `${functionStart}${name}`;
  try {
    await read(id, asking);
    return { items: [id], next: undefined };
  } catch (failure) {
    if (failure instanceof NotFoundError) return { items: [], next: undefined };
    throw failure;
  }
};

/** Log groups: the name says whose function's one is. */
export const logGroupReader: TypeReader = {
  describe: (ids, asking) =>
    describeApart(ids, asking, { most: 1, read: async ([id = '']) => [await read(id, asking)] }),
  list: async (cursor, asking) => {
    const { logGroups = [], nextToken } = await asking.ask(
      { api: 'logs:DescribeLogGroups', what: 'listing log groups', cursor },
      (options) =>
        asking.clients
          .logs()
          .send(new DescribeLogGroupsCommand({ limit: pageSize, nextToken: cursor }), options),
    );
    const items = logGroups.flatMap(({ logGroupName }) => logGroupName ?? []);
    return { items, next: nextToken || undefined };
  },
  heirs: { 'Lambda-Function': (name, _, asking) => groupsOfFunction(name, asking) },
};
