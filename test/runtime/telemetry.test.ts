import { afterEach, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { createLog, createMeter } from '../../src/runtime/telemetry.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('tells what is for those who debug only when somebody asks for it', () => {
  // Else it writes to a console of its own.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  const told = vi.spyOn(console, 'debug').mockImplementation(() => {});

  createLog('worker').debug('quiet', {});
  expect(told).not.toHaveBeenCalled();

  vi.stubEnv('POWERTOOLS_LOGGER_SAMPLE_RATE', '1');
  createLog('worker').debug('one of a sample', {});
  expect(String(told.mock.calls)).toContain('one of a sample');

  vi.unstubAllEnvs();
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'DEBUG');
  createLog('worker').debug('asked for', {});
  expect(String(told.mock.calls)).toContain('asked for');
});

it.each([
  ['RolesRefused', 'accountId', '444455556666'],
  ['EventsTouchingNothing', 'reason', 'DryRun'],
] as const)('counts %s apart by %s, beside the function', (name, dimension, apart) => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  const told = vi.spyOn(console, 'log').mockImplementation(() => {});

  createMeter('heirtag-test-worker').add(name, 2, apart);

  const line = countedSchema.parse(JSON.parse(String(told.mock.calls[0]?.[0])));
  expect(line).toMatchObject({ [name]: 2, [dimension]: apart, service: 'heirtag-test-worker' });
  expect(line._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions)).toEqual([
    expect.arrayContaining(['service', dimension]),
  ]);
});

/** A line of CloudWatch's embedded format. */
const countedSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(z.looseObject({ Dimensions: z.array(z.array(z.string())) })),
  }),
});
