import { beforeEach, describe, expect, it } from 'vitest';
import {
  createScrapedMeter,
  type ScrapedMeter,
  scrapedName,
} from '../../src/local/scraped-meter.ts';

let scraped: ScrapedMeter;

beforeEach(() => {
  scraped = createScrapedMeter(async () => ({
    waiting: 3,
    inFlight: 1,
    deadLetters: 4,
  }));
});

/** The lines of the metrics whose names begin so. */
const linesOf = async (name: string): Promise<readonly string[]> =>
  (await scraped.text()).split('\n').filter((line) => line.startsWith(name));

describe('metrics for Prometheus', () => {
  it('have names as Prometheus wants them', () => {
    expect([scrapedName('TagsSet'), scrapedName('RetryAgeMilliseconds')]).toEqual([
      'heirtag_tags_set_total',
      'heirtag_retry_age_seconds',
    ]);
  });

  it('sum up what is counted, apart for each reason where there are reasons', async () => {
    scraped.meter.add('TagsSet', 2);
    scraped.meter.add('TagsSet', 3);
    scraped.meter.add('EventsTouchingNothing', 1, 'FailedCall');
    scraped.meter.add('EventsTouchingNothing', 1, 'DryRun');

    expect(await linesOf('heirtag_tags_set')).toEqual(['heirtag_tags_set_total 5']);
    expect(await linesOf('heirtag_events_touching_nothing')).toEqual([
      'heirtag_events_touching_nothing_total{reason="FailedCall"} 1',
      'heirtag_events_touching_nothing_total{reason="DryRun"} 1',
    ]);
  });

  it('tell times in seconds', async () => {
    scraped.meter.add('LagMilliseconds', 1500);

    const lines = await linesOf('heirtag_lag_seconds');

    expect(lines).toContain('heirtag_lag_seconds_sum 1.5');
    expect(lines).toContain('heirtag_lag_seconds_bucket{le="1"} 0');
    expect(lines).toContain('heirtag_lag_seconds_bucket{le="2.5"} 1');
  });

  it('tell what waits when they are fetched', async () => {
    expect(await linesOf('heirtag_queue_messages')).toEqual([
      'heirtag_queue_messages{state="waiting"} 3',
      'heirtag_queue_messages{state="in_flight"} 1',
      'heirtag_queue_messages{state="dead_letters"} 4',
    ]);
  });
});
