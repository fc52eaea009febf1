import type { Context } from 'aws-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import { assumptions } from '../../bench/measured/cost.ts';
import { createLog } from '../../src/runtime/telemetry.ts';
import { createReports } from '../../src/worker/reports.ts';
import { diskRule, named } from '../engine/fixtures.ts';

/** What CloudWatch Logs adds to each line when it counts. */
const bytesPerEvent = 26;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('tells of a resource that changed in as many bytes as the cost is reckoned with', () => {
  // Else it writes to a console of its own, and there with line breaks.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
  const told = vi.spyOn(console, 'info').mockImplementation(() => {});
  const log = createLog('worker');
  const context: Partial<Context> = { awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' };
  Reflect.apply(log.startInvocation, undefined, [context]);
  const reports = createReports({
    log,
    meter: { add: () => {}, flush: () => {} },
    clock: () => Date.parse('2026-03-01T08:00:01Z'),
  });

  reports.outcome(
    {
      arn: named('Ecs-Disk', 'd-bp1abcdefghijklmnopq'),
      isGone: false,
      isNamed: true,
      reach: [],
      cause: {
        eventId: '5B0C1A2B-7C7A-4A4B-8A8B-1A2B3C4D5E6F-AttachDisk',
        eventName: 'AttachDisk',
        eventTime: '2026-03-01T08:00:00.000Z',
        principal: 'operator',
      },
    },
    {
      kind: 'changed',
      set: 1,
      removed: 0,
      conflicts: 0,
      changes: [{ key: 'cost', action: 'set', rule: diskRule, reason: 'inherited' }],
      refusals: [],
      inherited: [],
      contested: [],
      lookAgainAt: undefined,
    },
  );

  const [line] = told.mock.calls.map(([text]) => JSON.stringify(JSON.parse(String(text))));
  expect(line).toContain('"function_request_id"');
  const bytes = Buffer.byteLength(line ?? '') + bytesPerEvent;
  expect(bytes).toBeLessThanOrEqual(assumptions.logBytesPerLine);
  expect(bytes).toBeGreaterThan(assumptions.logBytesPerLine - 100);
});
