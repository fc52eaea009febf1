import { type ColdStart, openColdStarts } from '../measured/cold-start.ts';
import {
  type FunctionBundle,
  type FunctionName,
  withBundles,
} from '../measured/function-bundles.ts';
import { openMeasuredWorld } from '../measured/world.ts';
import { type Benchmark, median, type Row } from '../report.ts';

const repeats = 25;

type Measured = { readonly bundle: FunctionBundle; readonly starts: readonly ColdStart[] };

/** The function that makes the same clients as another, for the same calls, and does nothing else. */
const clientsOf = (name: FunctionName): FunctionName =>
  name === 'worker of AWS, no rule on'
    ? 'the clients of AWS and their calls'
    : 'only a DynamoDB client';

const middle = (
  { starts }: Measured,
  moment: 'loaded' | 'handled',
  clock: 'wall' | 'processor',
): number => median(starts.map((start) => start[moment][clock]));

const rowOf = (measured: Measured, all: readonly Measured[]): Row => {
  const client = all.find(({ bundle }) => bundle.name === clientsOf(measured.bundle.name));
  if (client === undefined) throw new Error('there is nothing to compare with');
  const row: Record<string, string | number> = { bundle: measured.bundle.name };
  for (const clock of ['wall', 'processor'] as const) {
    for (const moment of ['loaded', 'handled'] as const) {
      const own = middle(measured, moment, clock);
      row[`${clock} ms, ${moment}`] = Math.round(own);
      row[`${clock}, ${moment}: × its clients`] = Number(
        (own / middle(client, moment, clock)).toFixed(2),
      );
    }
  }
  return row;
};

/** How long functions take from the start of their process to their first handled event. */
export const coldStart: Benchmark = {
  about: `from the start of the process to "bundle loaded" and to "first event handled", against the embedded DynamoDB in another process; medians of ${repeats} new processes of each, interleaved; × its clients: beside the function that makes the same clients and no more`,
  run: async () => {
    const world = await openMeasuredWorld();
    try {
      return await withBundles(async (bundles, folder) => {
        const start = await openColdStarts(world, folder);
        const measured = bundles.map((bundle) => ({ bundle, starts: [] as ColdStart[] }));
        for (let round = 0; round < repeats; round += 1) {
          for (const { bundle, starts } of measured) starts.push(await start(bundle));
        }
        return measured.map((each) => rowOf(each, measured));
      });
    } finally {
      await world.stop();
    }
  },
};
