import { awsStories } from '../measured/on-aws.ts';
import { type WireCalls, type WireLooks, wireStories } from '../measured/over-wire.ts';
import {
  attach,
  burst,
  detach,
  lookAgain,
  lookAgainAt,
  type Scenario,
  tagChange,
} from '../measured/scenarios.ts';
import { openMeasuredWorld } from '../measured/world.ts';
import type { Benchmark, Row } from '../report.ts';

const scenarios: readonly (readonly [string, Scenario])[] = [
  ['look again', lookAgain(1)],
  ['look again at 100', lookAgainAt(100)],
  ['attach', attach(1)],
  ['detach', detach(1)],
  ['tag change, 1 heir', tagChange(1)],
  ['tag change, 10 heirs', tagChange(10)],
  ['tag change, 100 heirs', tagChange(100)],
  ['100 changes, 100 heirs', burst(100, 100)],
];

const measure = async (name: string, play: Scenario): Promise<Row> => {
  const world = await openMeasuredWorld();
  try {
    const { state, cloud, messages, reconciles } = await play(world);
    const countOf = (operation: string) => state.get(operation)?.count ?? 0;
    const { setTags = 0, removeTags = 0, describe = 0, heirs = 0, list = 0 } = cloud;
    return {
      scenario: name,
      'reads: calls': countOf('GetItem') + countOf('BatchGetItem') + countOf('Query'),
      'conditional writes': countOf('PutItem') + countOf('DeleteItem'),
      'history calls': countOf('BatchWriteItem'),
      'cloud reads': describe + heirs + list,
      'tag calls': setTags + removeTags,
      messages,
      reconciles: Object.values(reconciles).reduce((sum, each) => sum + each, 0),
    };
  } finally {
    await world.stop();
  }
};

/** How many disks of one instance change over the wire. */
const diskCounts = [1, 100];

const namesOf = (calls: WireCalls): string =>
  Object.entries(calls)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

const wireRow = (scenario: string, { first, later }: WireLooks): Row => ({
  scenario,
  'API calls over the wire': namesOf(first),
  'when reads are sure to show it': namesOf(later),
});

const many = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;

const stories = ['attach', 'detach', 'tag change'] as const;

/** How many volumes of one instance change on AWS; of thousands, their instance alone. */
const volumeCounts = {
  attach: [1, 100],
  detach: [1, 100],
  'tag change': [1, 10, 100, 1000, 10_000],
};

/** The exact requests of small stories. */
export const requests: Benchmark = {
  about:
    'what a change asks of DynamoDB (own state) and of the cloud, and what Alibaba Cloud and AWS are asked; exact',
  run: async () => {
    const rows: Row[] = [];
    for (const [name, play] of scenarios) rows.push(await measure(name, play));
    for (const name of stories) {
      for (const disks of diskCounts) {
        const scenario = `Alibaba Cloud: ${name}, ${many(disks, 'disk')}`;
        rows.push(wireRow(scenario, await wireStories[name](disks)));
      }
    }
    for (const name of stories) {
      for (const volumes of volumeCounts[name]) {
        const scenario = `AWS: ${name}, ${many(volumes, 'volume')}`;
        rows.push(wireRow(scenario, await awsStories[name](volumes)));
      }
    }
    const atOnce = { HEIRTAG_PARALLEL_RECONCILES: '500' };
    const scenario = 'AWS: tag change, 1,000 volumes, 500 reconciles at once';
    rows.push(wireRow(scenario, await awsStories['tag change'](1000, atOnce)));
    return rows;
  },
};
