import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createProgram } from '../../src/cli/program.ts';
import { supportedRegions } from '../../src/clouds/alibaba/regions.ts';
import { programDeps } from './program-fixture.ts';

const url = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com/v1/ingest/';

const run = async (...args: readonly string[]): Promise<string> => {
  const deps = programDeps();
  await createProgram(deps).parseAsync(['connect', ...args], { from: 'user' });
  return deps.terminal.lines.join('\n');
};

const requestsSchema = z.array(z.looseObject({ region: z.string(), operation: z.string() }));

it('prints a request for each region, with the address that is the cloud’s', async () => {
  const printed = await run('alibaba', '--print', '--url', url);

  const headings = printed.split('\n').filter((line) => line.startsWith('# '));
  expect(headings).toEqual(
    [...supportedRegions.keys()].map((region) => `# ${region}: CreateRule 2020-04-01`),
  );
  expect(printed).toContain(`"Endpoint": "${url}alibaba"`);
  expect(printed).toContain('"Value": "<token>"');
});

it('prints JSON where somebody wants it, for the regions that are named', async () => {
  const printed = await run(
    'alibaba',
    '--print',
    '--url',
    url,
    '--regions',
    'cn-beijing, cn-hangzhou',
    '--json',
  );

  expect(requestsSchema.parse(JSON.parse(printed)).map(({ region }) => region)).toEqual([
    'cn-beijing',
    'cn-hangzhou',
  ]);
});

it.each([
  [['elsewhere', '--print', '--url', url], 'expected one of: alibaba'],
  [['alibaba', '--print', '--url', 'https://a1b2c3.example.com/'], 'expected its output IngestUrl'],
  [['alibaba', '--print', '--url', url.replace('https', 'http')], 'expected its output IngestUrl'],
  [
    ['alibaba', '--print', '--url', url, '--regions', 'eu-west-9'],
    `"eu-west-9" is none of ${[...supportedRegions.keys()].join(', ')}`,
  ],
])('refuses %j', async (args, message) => {
  await expect(run(...args)).rejects.toMatchObject({
    code: 'InvalidConnection',
    message: expect.stringContaining(message),
  });
});
