import { compare } from '../custodian/compare.ts';
import type { Benchmark } from '../report.ts';

/** As long as the service's second looks wait, and a little more. Milliseconds. */
const quietMs = 40_000;

/** Longer than anything here takes on a slow machine. Milliseconds. */
const patienceMs = 15 * 60_000;

const size = {
  instances: 200,
  volumesEach: 2,
  teams: 8,
  heirs: 50,
  delayMs: 100,
  quietMs,
  patienceMs,
} as const;

/** The service beside Cloud Custodian, on one emulator of AWS. */
export const custodian: Benchmark = {
  about:
    'calls and time beside Cloud Custodian 0.9.53, on moto, with 100 ms added to each call of AWS',
  run: () => compare(size),
};
