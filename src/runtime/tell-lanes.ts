import type { LaneEvent } from '../wave/lanes.ts';
import type { Telemetry } from './telemetry.ts';

/** Tells operators of calls that the cloud refuses, and of those that are not made any more. */
export const tellLanes =
  ({ log, meter }: Telemetry): ((event: LaneEvent) => void) =>
  (event) => {
    const { accountId, region, api } = event;
    if (event.kind === 'throttled') {
      meter.add('CallsThrottled', 1);
      log.debug('the cloud refuses a call for now', { accountId, region, api });
      return;
    }
    meter.add('CircuitsOpened', 1);
    const { seconds, failure: error } = event;
    log.error('calls fail, and rest', { accountId, region, api, seconds, error });
  };
