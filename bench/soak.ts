import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { growthOf, mostGrowth, tellThirds } from './held.ts';
import { startRunner } from './runner.ts';
import { seed as seedCloud } from './seed.ts';
import { burst, changeRow, enableDiskRule, seededDisks } from './soak/bursts.ts';
import { openHttpService } from './soak/http-service.ts';
import { soak } from './soak/play.ts';

const usage = `Plays random operations on the local runner, and compares what they end in with the oracle of the
reliability tests. Says what the runner held meanwhile, and fails when that grows.

  npm run soak -- [--seconds N] [--seed N]
  npm run soak -- --burst N
  npm run soak -- --heirs N [--changes N]

  --seconds N   how long (default 600)
  --seed N      of the operations (default 1)
  --burst N     instead: N events at once
  --heirs N     instead: one primary with N heirs, changed many times in a row
  --changes N   how many times (default 100)
`;

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '600' },
      seed: { type: 'string', default: '1' },
      burst: { type: 'string' },
      heirs: { type: 'string' },
      changes: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
    },
  });
  const number = z.coerce.number().check(z.int(), z.positive());
  return {
    isHelp: values.help,
    seconds: number.parse(values.seconds),
    seed: number.parse(values.seed),
    burst: z.optional(number).parse(values.burst),
    heirs: z.optional(number).parse(values.heirs),
    changes: number.parse(values.changes),
  };
};

type Options = ReturnType<typeof readOptions>;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The loop guard would leave alone what random users change back and forth. */
const variables = { HEIRTAG_CONTEST_REPAIRS: '100' };
const resourcesPerSecond = 10_000;

const runSoak = async (dataDir: string, { seconds, seed }: Options): Promise<void> => {
  const runner = await startRunner(dataDir, resourcesPerSecond, variables);
  try {
    const { operations, comparisons, samples } = await soak(runner, { seconds, seed });
    say(`${operations} operations in ${seconds} s, compared with the oracle ${comparisons} times`);
    tellThirds(samples).forEach(say);
    const growth = growthOf(samples);
    const isBounded =
      growth.residentMiB <= mostGrowth.residentMiB && growth.handles <= mostGrowth.handles;
    say(
      `from the second third to the last: ${growth.residentMiB} of at most ${mostGrowth.residentMiB} MiB more, ` +
        `${growth.handles} of at most ${mostGrowth.handles} handles more`,
    );
    if (!isBounded) process.exitCode = 1;
  } finally {
    await runner.kill();
  }
};

const runBurst = async (dataDir: string, options: Options): Promise<void> => {
  const count = options.burst ?? options.heirs ?? 0;
  const isBurst = options.burst !== undefined;
  await seedCloud(dataDir, count, isBurst ? 100 : count);
  const runner = await startRunner(dataDir, resourcesPerSecond, variables);
  try {
    const service = openHttpService(runner.url);
    await enableDiskRule(service);
    const disks = seededDisks(count);
    const before = await runner.held();
    const alone = isBurst
      ? await burst(service, disks.slice(0, 1))
      : await changeRow(service, disks, 1);
    const { seconds } = isBurst
      ? await burst(service, disks)
      : await changeRow(service, disks, options.changes);
    const times = isBurst ? count : options.changes;
    say(
      isBurst
        ? `${count} events at once: every disk is right, in ${(seconds / alone.seconds).toFixed(0)} times the time of one event`
        : `${count} heirs, ${times} changes in a row: every heir has the last value, in ${(seconds / alone.seconds).toFixed(1)} times the time of one change`,
    );
    const [peak, after] = [await runner.peakMiB(), await runner.held()];
    say(
      `resident: ${before?.residentMiB} MiB before, ${peak} MiB at the most; handles: ${before?.handles} before, ${after?.handles} after`,
    );
  } finally {
    await runner.kill();
  }
};

const options = readOptions();
if (options.isHelp) {
  process.stdout.write(usage);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-soak-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  try {
    if (options.burst === undefined && options.heirs === undefined) await runSoak(dataDir, options);
    else await runBurst(dataDir, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
