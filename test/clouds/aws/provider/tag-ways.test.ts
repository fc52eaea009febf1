import { describe, expect, it } from 'vitest';
import { formatArn } from '../../../../src/clouds/aws/arn.ts';
import { createClients } from '../../../../src/clouds/aws/provider/clients.ts';
import { createClassify } from '../../../../src/clouds/aws/provider/errors.ts';
import { openTagWays } from '../../../../src/clouds/aws/provider/tag-ways.ts';
import { allResourceTypes, type ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import { callsOfWays } from '../../ways-without-keys.ts';
import { accountId, region } from './fake-aws.ts';
import { operationOf, requestHandler } from './request-handler.ts';

/** What goes over the wire when a change is sent in the ways of a type. */
const sentFor = (type: ResourceType): Promise<readonly string[]> => {
  const id = type === 'ElasticLoadBalancing-LoadBalancer' ? 'app/any/1' : 'any-1';
  const sent: string[] = [];
  const clients = createClients({
    region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    requestHandler: requestHandler(async (request) => {
      sent.push(operationOf(request));
      return { status: 400, body: '{}' };
    }),
  });
  const waysOf = openTagWays(
    clients,
    createClassify(() => {}),
  );
  return callsOfWays(waysOf, formatArn({ type, region, accountId, id }), sent);
};

// EC2 takes a DeleteTags that names no key for one that takes all tags away; what others make of it nobody should see.
describe.each(allResourceTypes)('a change of tags of %s that names no key', (type) => {
  it('is never sent, in whichever way', async () => {
    expect(await sentFor(type)).toEqual([]);
  });
});
