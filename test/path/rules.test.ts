import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../../src/demo/client.ts';
import { scenarios } from '../../src/demo/scenarios.ts';
import { type Moment, playStory } from '../../src/demo/story.ts';
import { type LocalRunner, startLocal } from '../../src/local/start-local.ts';
import { catalogue } from '../../src/rules/catalogue.ts';

let dataDir: string;
let runner: LocalRunner;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'heirtag-test-'));
  runner = await startLocal({ dataDir, port: 0 });
});

afterAll(async () => {
  await runner.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const wrongOf = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter(({ isRight }) => !isRight);

describe('bus → queue → handler → DynamoDB → tags', () => {
  it('has a story for every rule of the catalogue', () => {
    expect(scenarios.map(({ settingName }) => settingName)).toEqual(
      catalogue.map(({ settingName }) => settingName),
    );
  });

  it.each(scenarios.map((scenario, index) => ({ scenario, index, title: scenario.title })))(
    '$title: inherits, follows, loses a removed key, parts, keeps to chosen keys, rests when disabled',
    async ({ scenario, index }) => {
      const client = openClient(runner.url, String(3_000_000_000_000_000 + index), () => sleep(5));

      const moments = await playStory(client, scenario);

      expect(wrongOf(moments)).toEqual([]);
      expect(moments.length).toBe(scenario.part === undefined ? 5 : 6);
    },
  );
});
