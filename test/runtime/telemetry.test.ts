import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../../src/runtime/telemetry.ts';

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
