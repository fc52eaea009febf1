import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { heirtag } from './cli-process.ts';

const script = 'bin/heirtag-cli.js';

/** A Node on the path that cannot run TypeScript by itself; undefined where there is none. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => {
    if (!existsSync(node)) return false;
    const version = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    return major < 22 || (major === 22 && minor < 18);
  });

const usage = { code: 2, stdout: '', stderr: expect.stringContaining("unknown command 'rulez'") };

it('runs the command line, and ends as it does', async () => {
  expect(await heirtag(['rulez'], { script })).toMatchObject(usage);
});

it.skipIf(oldNode === undefined)(
  'hands over to a newer Node where this one is too old',
  async () => {
    expect(await heirtag(['rulez'], { script, node: oldNode ?? '' })).toMatchObject(usage);
  },
);
