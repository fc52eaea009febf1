import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { watchedCalls } from '../../../../src/clouds/alibaba/catalogue.ts';
import { supportedRegions } from '../../../../src/clouds/alibaba/regions.ts';
import { alibabaConnection } from '../../../../src/clouds/alibaba/sender/connection.ts';

const url = 'https://in.example.com/v1/ingest/alibaba';
const requests = alibabaConnection.requests({ url, regions: undefined });

const patternSchema = z.strictObject({
  source: z.array(z.string()),
  type: z.tuple([z.strictObject({ contains: z.string() })]),
  data: z.strictObject({ eventName: z.array(z.string()) }),
});

const parametersSchema = z.looseObject({
  FilterPattern: z.string(),
  EventTargets: z.tuple([
    z.looseObject({
      Type: z.literal('https'),
      Endpoint: z.string(),
      ParamList: z.array(
        z.strictObject({
          ResourceKey: z.string(),
          Form: z.string(),
          Value: z.optional(z.string()),
        }),
      ),
    }),
  ]),
});

const all = requests.map(({ parameters }) => parametersSchema.parse(parameters));
const [pattern, ...others] = all.map(({ FilterPattern }) =>
  patternSchema.parse(JSON.parse(FilterPattern)),
);

it('has a rule for each region, and the same for all of them', () => {
  expect(requests.map(({ region }) => region)).toEqual([...supportedRegions.keys()]);
  for (const other of others) expect(other).toEqual(pattern);
});

it('has a rule for those regions alone that are wanted', () => {
  const some = alibabaConnection.requests({ url, regions: ['cn-beijing'] });

  expect(some.map(({ region }) => region)).toEqual(['cn-beijing']);
});

it.each(watchedCalls)('lets %s through, and names nothing twice', (call) => {
  const [product = '', name = ''] = call.split(':');

  expect(pattern?.source.filter((each) => each === `acs.${product}`)).toHaveLength(1);
  expect(pattern?.data.eventName.filter((each) => each === name)).toHaveLength(1);
  expect(`${product}:ActionTrail:ApiCall`).toContain(pattern?.type[0].contains);
});

it('lets no call through that no rule watches', () => {
  const watched = new Set(watchedCalls.map((call) => call.split(':')[1]));

  expect(pattern?.data.eventName.filter((name) => !watched.has(name))).toEqual([]);
});

it('sends each event as it is, signed, with a token that is not told here', () => {
  const [{ EventTargets: [target] = [] } = {}] = all;

  expect(target?.Endpoint).toBe(url);
  expect(target?.ParamList).toEqual([
    { ResourceKey: 'url', Form: 'CONSTANT', Value: url },
    { ResourceKey: 'Network', Form: 'CONSTANT', Value: 'PublicNetwork' },
    { ResourceKey: 'Token', Form: 'CONSTANT', Value: '<token>' },
    { ResourceKey: 'Body', Form: 'ORIGINAL' },
  ]);
});
