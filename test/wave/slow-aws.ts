import { awsFacts } from '../../src/clouds/aws/provider/provider.ts';
import { tagCallSeconds } from '../../src/clouds/aws/provider/tag-ways.ts';
import { together } from '../../src/clouds/aws/provider/together.ts';
import type { ApiCall } from '../../src/clouds/call.ts';
import type { Call, CloudProvider } from '../../src/clouds/provider.ts';
import { sendTagCalls } from '../../src/clouds/send-tag-calls.ts';
import type { TagCall } from '../../src/clouds/tag-calls.ts';
import type { Account } from '../clouds/aws/worlds/account.ts';
import { readsFrom } from '../clouds/aws/worlds/simulated-aws.ts';

export const accountId = '123456789012';
export const region = 'eu-central-1';

const retag = (account: Account, { arns, change }: TagCall): void => {
  for (const arn of arns) {
    const resource = account.find(arn);
    if (resource === undefined) throw new Error(`there is no ${arn}`);
    const tags = new Map(resource.tags);
    if (change.kind === 'set') for (const [key, value] of change.tags) tags.set(key, value);
    else for (const key of change.keys) tags.delete(key);
    account.put({ ...resource, tags });
  }
};

/** AWS with its own facts and ways to write, in memory, and slow. @param made takes the names of its calls */
export const slowAws = (
  { account, sleep }: { readonly account: Account; readonly sleep: () => Promise<void> },
  made: string[],
): CloudProvider => {
  const reads = readsFrom(() => account);
  const note = async (name: string): Promise<void> => {
    made.push(name);
    await sleep();
  };
  const ask = <T>({ pass }: Call, name: string, answer: () => Promise<T>): Promise<T> => {
    const call: ApiCall = {
      accountId,
      region,
      api: `ec2:${name}`,
      what: name,
      seconds: 10,
      mayArriveLate: false,
    };
    return pass(call, async () => {
      await note(name);
      return answer();
    });
  };
  return {
    ...awsFacts({ maxTagsPerResource: () => 50, isOurs: () => false }),
    ...reads,
    describe: async (arns, call) => {
      const types = Map.groupBy(arns, (arn) => (arn.includes('volume/') ? 'Volumes' : 'Instances'));
      const sights = await Promise.all(
        [...types].map(([type, some]) =>
          ask(call, `Describe${type}`, () => reads.describe(some, call)),
        ),
      );
      return new Map(sights.flatMap((each) => [...each]));
    },
    hanging:
      (account, { associated }) =>
      async (_cursor, call) =>
        ask(call, 'DescribeVolumes', () => reads.list(account, associated, undefined, call)),
    write: (writes, call) =>
      sendTagCalls(
        writes,
        () => ({
          first: {
            ...together.ec2,
            seconds: tagCallSeconds,
            apiOf: ({ kind }) => (kind === 'set' ? 'ec2:CreateTags' : 'ec2:DeleteTags'),
            send: async (tagCall) => {
              await note(tagCall.change.kind === 'set' ? 'CreateTags' : 'DeleteTags');
              retag(account, tagCall);
              return new Map();
            },
          },
        }),
        call,
      ),
  };
};
