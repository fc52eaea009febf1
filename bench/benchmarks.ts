import { bundles } from './benchmarks/bundles.ts';
import { coldStart } from './benchmarks/cold-start.ts';
import { custodian } from './benchmarks/custodian.ts';
import { engine } from './benchmarks/engine.ts';
import { fanOut } from './benchmarks/fan-out.ts';
import { lag } from './benchmarks/lag.ts';
import { lanes } from './benchmarks/lanes.ts';
import { money } from './benchmarks/money.ts';
import { profile } from './benchmarks/profile.ts';
import { rates } from './benchmarks/rates.ts';
import { replay } from './benchmarks/replay.ts';
import { requests } from './benchmarks/requests.ts';
import { throughput } from './benchmarks/throughput.ts';
import type { Benchmark } from './report.ts';

/** What `npm run bench -- <name>` runs. */
export const benchmarks: ReadonlyMap<string, Benchmark> = new Map([
  ['requests', requests],
  ['fan-out', fanOut],
  ['money', money],
  ['rates', rates],
  ['throughput', throughput],
  ['lag', lag],
  ['lanes', lanes],
  ['profile', profile],
  ['engine', engine],
  ['bundles', bundles],
  ['cold-start', coldStart],
  ['replay', replay],
  ['custodian', custodian],
]);
