import { GetFunctionCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { describeApart } from '../one-by-one.ts';
import type { TypeReader } from '../reader.ts';

/** The largest page. */
const pageSize = 50;

/** Functions: nothing passes tags on to one. */
export const functionReader: TypeReader = {
  describe: (names, asking) =>
    describeApart(names, asking, {
      most: 1,
      read: async ([name = '']) => {
        const { Tags = {} } = await asking.ask(
          { api: 'lambda:GetFunction', what: `describing function ${name}` },
          (options) =>
            asking.clients.lambda().send(new GetFunctionCommand({ FunctionName: name }), options),
        );
        return [{ id: name, tags: new Map(Object.entries(Tags)), parents: [] }];
      },
    }),
  list: async (cursor, asking) => {
    const { Functions = [], NextMarker } = await asking.ask(
      { api: 'lambda:ListFunctions', what: 'listing functions', cursor },
      (options) =>
        asking.clients
          .lambda()
          .send(new ListFunctionsCommand({ MaxItems: pageSize, Marker: cursor }), options),
    );
    const items = Functions.flatMap(({ FunctionName }) => FunctionName ?? []);
    return { items, next: NextMarker || undefined };
  },
  heirs: {},
};
