import { startMoto } from '../../test/emulators/moto.ts';
import { startProxy } from '../../test/emulators/proxy.ts';
import type { Row } from '../report.ts';
import { waitUntil } from '../wait-until.ts';
import { type Calls, countCalls } from './counted-calls.ts';
import { type Estate, type Fleet, openEstate } from './estate.ts';

/** What is compared: how large the worlds are, and how slow AWS. */
export type Size = {
  readonly instances: number;
  readonly volumesEach: number;
  readonly teams: number;
  /** Volumes of the one instance whose tags are changed. */
  readonly heirs: number;
  /** What each call takes longer than the emulator. Milliseconds. */
  readonly delayMs: number;
  /** The service has come to rest when it made no call for so long. Milliseconds. */
  readonly quietMs: number;
  /** After which what is waited for is given up, and the comparison with it. Milliseconds. */
  readonly patienceMs: number;
};

const namesOf = ({ byName }: Calls): string =>
  [...byName]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** What somebody did in a world. */
export const rowOf = (
  story: string,
  by: string,
  calls: Calls,
  { seconds, state }: { readonly seconds: number; readonly state: string },
): Row => ({
  story,
  by,
  'API calls': calls.all,
  mutating: calls.mutating,
  seconds: seconds.toFixed(1),
  'by name': namesOf(calls),
  'ends in': state,
});

/** A world of its own: emulator, account, and a proxy that counts and slows. */
export type Place = {
  readonly endpoint: string;
  readonly estate: Estate;
  readonly instances: readonly string[];
  readonly counter: ReturnType<typeof countCalls>;
};

/** Does work in a world of its own. */
export const inWorld = async <T>(
  fleets: readonly Fleet[],
  delayMs: number,
  work: (place: Place) => Promise<T>,
): Promise<T> => {
  const moto = await startMoto();
  const counter = countCalls();
  const proxy = await startProxy({ endpoint: moto.endpoint, delayMs, onCall: counter.onCall });
  const estate = openEstate(moto.endpoint);
  try {
    const made: string[] = [];
    for (const fleet of fleets) made.push(...(await estate.launch(fleet)));
    return await work({ endpoint: proxy.endpoint, estate, instances: made, counter });
  } finally {
    estate.close();
    await proxy.stop();
    await moto.stop();
  }
};

/** In words, what the volumes of a world are. */
export const stateOf = async ({ estate }: Place): Promise<string> => {
  const wrong = await estate.wrong();
  return wrong === 0 ? 'all right' : `${wrong} volumes wrong`;
};

/** Waits until the service has come to rest. @throws Error when it never does */
export const untilQuiet = (
  { counter }: Place,
  { quietMs, patienceMs }: Pick<Size, 'quietMs' | 'patienceMs'>,
): Promise<void> =>
  waitUntil({
    expected: `${quietMs / 1000} s without a call of AWS`,
    missing: async () => (counter.isQuiet(quietMs) ? undefined : 'it still calls'),
    everyMs: 250,
    patienceMs: quietMs + patienceMs,
  });
