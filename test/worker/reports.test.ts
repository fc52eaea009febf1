import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/engine/outcome.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { MetricName } from '../../src/model/telemetry.ts';
import { createReports, type Reports } from '../../src/worker/reports.ts';
import { disk } from '../engine/fixtures.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let added: [MetricName, number][];
let reports: Reports;

beforeEach(() => {
  added = [];
  reports = createReports({
    log: noLog,
    meter: { add: (name, value) => added.push([name, value]), flush: () => {} },
    clock: () => now,
  });
});

const valuesOf = (metric: MetricName): readonly number[] =>
  added.filter(([name]) => name === metric).map(([, value]) => value);

const look = (kind: Outcome['kind'], cause: Partial<Cause> = {}): void =>
  reports.outcome(
    {
      arn: disk,
      isGone: false,
      isNamed: true,
      reach: [],
      cause: {
        eventId: 'e-1',
        eventName: 'AttachDisk',
        eventTime: '2026-03-01T07:59:58Z',
        principal: 'alice',
        ...cause,
      },
    },
    {
      kind,
      set: 0,
      removed: 0,
      conflicts: 0,
      changes: [],
      refusals: [],
      inherited: [],
      contested: [],
      lookAgainAt: undefined,
    },
  );

describe('the lag', () => {
  it('is the time from an event to the last look that it led to, once for each event', () => {
    look('changed');
    look('converged');
    look('changed', { eventId: 'e-2', eventTime: '2026-03-01T07:59:50Z' });
    reports.flush();

    expect(valuesOf('LagMilliseconds')).toEqual([2000, 10_000]);
  });

  it('is not that of the batch before', () => {
    look('changed');
    reports.flush();
    reports.flush();

    expect(valuesOf('LagMilliseconds')).toEqual([2000]);
  });

  it('leaves out events that no rule waits for, and our own work', () => {
    look('inactive');
    look('changed', { eventName: 'Sweep' });
    reports.flush();

    expect(valuesOf('LagMilliseconds')).toEqual([]);
  });

  it.each<[string, Partial<Cause>]>([
    ['from the archive of the bus', { isReplay: true }],
    ['older than a day', { eventTime: '2026-02-28T07:59:59Z' }],
  ])('leaves out events %s, and counts them', (_, cause) => {
    look('changed', cause);
    look('changed', cause);
    reports.flush();

    expect(valuesOf('LagMilliseconds')).toEqual([]);
    expect(valuesOf('EventsReplayed')).toEqual([1]);
  });

  it('of an event without a time is none', () => {
    look('changed', { eventTime: '' });
    reports.flush();

    expect([valuesOf('LagMilliseconds'), valuesOf('EventsReplayed')]).toEqual([[], []]);
  });
});
