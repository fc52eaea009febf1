import { type WireCalls, wireStories } from '../measured/over-wire.ts';
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

const measureWire = async (name: keyof typeof wireStories, disks: number): Promise<Row> => {
  const { first, later } = await wireStories[name](disks);
  return {
    scenario: `Alibaba Cloud: ${name}, ${disks} disk${disks === 1 ? '' : 's'}`,
    'API calls over the wire': namesOf(first),
    'when reads are sure to show it': namesOf(later),
  };
};

/** The exact requests of small stories. */
export const requests: Benchmark = {
  about:
    'what a change asks of DynamoDB (own state) and of the cloud, and what Alibaba Cloud is asked over the wire; exact',
  run: async () => {
    const rows: Row[] = [];
    for (const [name, play] of scenarios) rows.push(await measure(name, play));
    for (const name of ['attach', 'detach', 'tag change'] as const) {
      for (const disks of diskCounts) rows.push(await measureWire(name, disks));
    }
    return rows;
  },
};
