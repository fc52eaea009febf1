import { setTimeout as sleep } from 'node:timers/promises';
import { type Runner, startRunner } from '../runner.ts';
import { type HttpService, openHttpService } from '../soak/http-service.ts';

const mostEvents = 1000;
const pollMs = 200;
/** Longer than an observed process keeps its notes to itself. */
const flushMs = 1000;
const resourcesPerSecond = 10_000;

/** Starts a runner whose requests are noted in a file. */
export const startObserved = (dataDir: string, notes: string): Promise<Runner> =>
  startRunner(dataDir, resourcesPerSecond, {
    NODE_OPTIONS: `--import ${new URL('observe.ts', import.meta.url).href}`,
    HEIRTAG_BENCH_NOTES: notes,
  });

/** Starts a runner that leaves a `.cpuprofile` in a folder when it is stopped. */
export const startProfiled = (dataDir: string, folder: string): Promise<Runner> =>
  startRunner(dataDir, resourcesPerSecond, {
    NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}`,
  });

/** Resolves when no work is left and all is noted; asks seldom. */
const settleQuietly = async ({ counts }: HttpService): Promise<void> => {
  for (;;) {
    const { waiting, inFlight, dead } = await counts();
    if (dead > 0) throw new Error(`${dead} dead letters`);
    if (waiting + inFlight === 0) return;
    await sleep(pollMs);
  }
};

/** Resolves when an observed process has written all of its notes. */
export const untilNoted = (): Promise<void> => sleep(flushMs);

/** Puts events on the bus, all at once. @returns seconds until all are handled, those of our own tag calls too */
export const playAtOnce = async ({ url }: Runner, events: readonly unknown[]): Promise<number> => {
  const service = openHttpService(url);
  const begin = performance.now();
  for (let at = 0; at < events.length; at += mostEvents) {
    await service.request('POST', '/v1/events', events.slice(at, at + mostEvents));
  }
  await settleQuietly(service);
  return (performance.now() - begin) / 1000;
};

/**
 * Puts events on the bus one by one, so many a second on average, at random times.
 * @param random from 0 up to, but without, 1
 * @returns when each was sent, in their order. Milliseconds since the epoch
 */
export const playAtRate = async (
  { url }: Runner,
  events: readonly unknown[],
  { perSecond, random }: { readonly perSecond: number; readonly random: () => number },
): Promise<readonly number[]> => {
  const service = openHttpService(url);
  const times: number[] = [];
  const sends: Promise<unknown>[] = [];
  let due = performance.now();
  for (const event of events) {
    due += (-Math.log(1 - random()) / perSecond) * 1000;
    await sleep(Math.max(0, due - performance.now()));
    times.push(Date.now());
    sends.push(service.request('POST', '/v1/events', [event]));
  }
  await Promise.all(sends);
  await settleQuietly(service);
  return times;
};
