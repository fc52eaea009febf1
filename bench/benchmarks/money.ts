import { dollarsFor, logDollars, type Requests, requestsOf } from '../measured/cost.ts';
import {
  barestFloor,
  leastRequests,
  type Occurrence,
  sameFloor,
  type Together,
} from '../measured/floor.ts';
import {
  attach,
  detach,
  lookAgain,
  type Scenario,
  tagChange,
  tagChanges,
  warmUp,
} from '../measured/scenarios.ts';
import { openMeasuredWorld } from '../measured/world.ts';
import type { Benchmark, Row } from '../report.ts';

type Story = {
  readonly what: string;
  readonly play: Scenario;
  /** Occurrences in the story, which come together. */
  readonly together: Together;
  readonly least: Occurrence;
};

const nothing: Occurrence = { changed: 0, right: 0, tagCalls: 0, lookUpRows: 0 };
const oneHeir: Occurrence = { ...nothing, changed: 1, tagCalls: 1 };

const mixOf = (together: Together): readonly Story[] => [
  {
    what: 'an attach',
    play: attach(together),
    together,
    least: { ...oneHeir, lookUpRows: 1 },
  },
  {
    what: 'a detach',
    play: detach(together),
    together,
    // One call takes the key off all of them.
    least: { ...oneHeir, tagCalls: 1 / together, lookUpRows: 1 },
  },
  { what: 'a tag change with one heir', play: tagChanges(together), together, least: oneHeir },
  {
    what: 'an event that changes nothing',
    play: lookAgain(together),
    together,
    least: { ...nothing, right: 1 },
  },
];

const wide: Story = {
  what: 'a tag change with 100 heirs',
  play: tagChange(100),
  together: 1,
  least: { changed: 100, right: 0, tagCalls: 2, lookUpRows: 0 },
};

type Priced = {
  readonly dollars: number;
  readonly floor: number;
  readonly barest: number;
};

const priceOf = (requests: Requests): number =>
  1_000_000 * (dollarsFor(requests) + logDollars(requests));

const price = async ({ play, together, least }: Story): Promise<Priced> => {
  const world = await openMeasuredWorld();
  try {
    await warmUp(world);
    return {
      dollars: priceOf(requestsOf(await play(world), together)),
      floor: priceOf(leastRequests(least, together, sameFloor)),
      barest: priceOf(leastRequests(least, together, barestFloor)),
    };
  } finally {
    await world.stop();
  }
};

const rowOf = (what: string, together: Together, { dollars, floor, barest }: Priced): Row => ({
  'a million of': what,
  'in a batch': together,
  dollars: dollars.toFixed(2),
  floor: floor.toFixed(2),
  ratio: (dollars / floor).toFixed(2),
  'barest floor': barest.toFixed(2),
  'ratio to it': (dollars / barest).toFixed(2),
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const meanOf = (prices: readonly Priced[]): Priced => ({
  dollars: mean(prices.map(({ dollars }) => dollars)),
  floor: mean(prices.map(({ floor }) => floor)),
  barest: mean(prices.map(({ barest }) => barest)),
});

/** What a million events cost, beside the least that a correct design costs; prices as in `docs/cost.md`. */
export const money: Benchmark = {
  about:
    'dollars for a million events, from counted requests, beside the floor of docs/performance.md',
  run: async () => {
    const rows: Row[] = [];
    for (const together of [1, 10] as const) {
      const prices: Priced[] = [];
      for (const story of mixOf(together)) {
        const priced = await price(story);
        prices.push(priced);
        rows.push(rowOf(story.what, together, priced));
      }
      rows.push(rowOf('**events, these four in equal parts**', together, meanOf(prices)));
    }
    rows.push(rowOf(wide.what, wide.together, await price(wide)));
    return rows;
  },
};
