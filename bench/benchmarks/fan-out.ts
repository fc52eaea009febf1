import { clusterOf, tagPrimary } from '../measured/scenarios.ts';
import { openMeasuredWorld } from '../measured/world.ts';
import { type Benchmark, median, type Row } from '../report.ts';

const heirCounts = [1, 10, 100, 1000, 10_000] as const;

const measure = async (heirs: number): Promise<Row> => {
  const world = await openMeasuredWorld();
  try {
    const [cluster] = await clusterOf(world, heirs);
    if (cluster === undefined) throw new Error('no cluster was made');
    const times: number[] = [];
    const cpuTimes: number[] = [];
    let tagCalls = 0;
    for (const city of heirs > 1000 ? ['beijing'] : ['beijing', 'hangzhou', 'chengdu']) {
      await tagPrimary(world, cluster, city);
      const begun = performance.now();
      const cpuBegun = process.cpuUsage();
      tagCalls = (await world.settle()).cloud.setTags ?? 0;
      times.push(performance.now() - begun);
      const { user, system } = process.cpuUsage(cpuBegun);
      cpuTimes.push((user + system) / 1000);
    }
    return {
      heirs,
      'tag calls': tagCalls,
      'at least': Math.ceil(heirs / 50),
      milliseconds: Math.round(median(times)),
      'processor ms per heir': Number((median(cpuTimes) / heirs).toFixed(2)),
    };
  } finally {
    await world.stop();
  }
};

/** One tag change of a primary with more and more heirs. */
export const fanOut: Benchmark = {
  about:
    'tag calls and time of one tag change, by number of heirs; embedded database and cloud included',
  run: async () => {
    const rows: Row[] = [];
    for (const heirs of heirCounts) rows.push(await measure(heirs));
    return rows;
  },
};
