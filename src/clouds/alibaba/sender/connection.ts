import type { Connection, ConnectionRequest } from '../../connection.ts';
import { eventPatterns } from '../events/event-patterns.ts';
import { supportedRegions } from '../regions.ts';

/** What stands where the token belongs: it is not to be on a screen, or in a shell's history. */
const tokenPlace = '<token>';

const ruleName = 'heirtag';

/**
 * One pattern of what the patterns of the bus let through, as EventBridge here takes it: values may be many, expressions
 * at most five a field. Products are not told apart, which lets through a little more than the bus does.
 * @see https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-patterns
 */
const filterPattern = () => {
  const patterns = eventPatterns().map(({ pattern }) => pattern);
  const names = patterns.flatMap(({ detail }) =>
    detail.$or.flatMap((alternative) => ('eventName' in alternative ? alternative.eventName : [])),
  );
  return {
    source: patterns.flatMap(({ source }) => source),
    type: [{ contains: ':ActionTrail:' }],
    data: { eventName: [...new Set(names)].sort() },
  };
};

const constant = (ResourceKey: string, Value: string) => ({ ResourceKey, Form: 'CONSTANT', Value });

/** @see https://www.alibabacloud.com/help/en/eventbridge/developer-reference/api-eventbridge-2020-04-01-createrule */
const requestFor = (region: string, url: string): ConnectionRequest => ({
  region,
  operation: 'CreateRule 2020-04-01',
  parameters: {
    EventBusName: 'default',
    RuleName: ruleName,
    Description: 'Calls that Heirtag looks after',
    Status: 'ENABLE',
    FilterPattern: JSON.stringify(filterPattern()),
    EventTargets: [
      {
        Id: ruleName,
        Type: 'https',
        Endpoint: url,
        // Tried again for a day.
        PushRetryStrategy: 'EXPONENTIAL_DECAY_RETRY',
        ParamList: [
          constant('url', url),
          constant('Network', 'PublicNetwork'),
          constant('Token', tokenPlace),
          { ResourceKey: 'Body', Form: 'ORIGINAL' },
        ],
      },
    ],
  },
});

/** EventBridge of Alibaba Cloud: a rule in each region, whose target sends each event as it is, signed. */
export const alibabaConnection: Connection = {
  cloud: 'alibaba',
  regions: [...supportedRegions.keys()],
  requests: ({ url, regions = [...supportedRegions.keys()] }) =>
    regions.map((region) => requestFor(region, url)),
};
