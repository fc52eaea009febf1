import type { Row } from '../report.ts';
import type { Fleet } from './estate.ts';
import { inWorld, rowOf, type Size, stateOf, untilQuiet } from './place.ts';
import { type actions, runCustodian } from './run-custodian.ts';
import { startService } from './run-heirtag.ts';

/** Applying to what exists, with Cloud Custodian. */
export const custodianCopies = (
  story: string,
  fleet: Fleet,
  action: keyof typeof actions,
  delayMs: number,
) =>
  inWorld([fleet], delayMs, async (place): Promise<Row> => {
    await runCustodian(place.endpoint, action);
    const calls = place.counter.take();
    const state = await stateOf(place);
    return rowOf(story, `Custodian, ${action}`, calls, { seconds: calls.seconds, state });
  });

/** Applying to what exists, with the service; the looks that verify, when reads are sure to be new, are counted too. */
export const heirtagCopies = (story: string, fleet: Fleet, size: Size) =>
  inWorld([fleet], size.delayMs, async (place): Promise<Row> => {
    const service = await startService(place.endpoint, size);
    try {
      const seconds = await service.backfill();
      const state = await stateOf(place);
      await untilQuiet(place, size);
      return rowOf(story, 'Heirtag', place.counter.take(), { seconds, state });
    } finally {
      await service.stop();
    }
  });
