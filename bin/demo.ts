import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openClient } from '../src/demo/client.ts';
import { storyLines, summaryLine } from '../src/demo/report.ts';
import { scenarios } from '../src/demo/scenarios.ts';
import { isAllRight, type Moment, playStory } from '../src/demo/story.ts';
import { startLocal } from '../src/local/start-local.ts';

/** Each rule plays on an account of its own, so that no story disturbs another. */
const accountFor = (index: number): string => String(2_000_000_000_000_000 + index);

const dataDir = await mkdtemp(join(tmpdir(), 'heirtag-demo-'));
const runner = await startLocal({ dataDir, port: 0 });
const stories: (readonly Moment[])[] = [];
try {
  console.log(
    `Heirtag demo: the product page's story for each of ${scenarios.length} rules, on ${runner.url}\n`,
  );
  for (const [index, scenario] of scenarios.entries()) {
    const client = openClient(runner.url, accountFor(index), () => sleep(10));
    const moments = await playStory(client, scenario);
    stories.push(moments);
    console.log(storyLines(scenario, moments).join('\n'));
  }
  console.log(summaryLine(stories));
  process.exitCode = stories.every(isAllRight) ? 0 : 1;
} finally {
  await runner.stop();
  await rm(dataDir, { recursive: true, force: true });
}
