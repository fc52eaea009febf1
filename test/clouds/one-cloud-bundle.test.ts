import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Bundles a function with lists of clouds that are not the usual ones. @returns the text of the bundle */
const bundleWith = async (handler: string, alias: Readonly<Record<string, string>>) => {
  const { outputFiles } = await build({
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    bundle: true,
    write: false,
    absWorkingDir: root,
    entryPoints: [`src/handlers/${handler}.ts`],
    alias,
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('\n');
};

const toy = './test/clouds/toy';
const ofAlibaba = /arn:acs|ActionTrail|aliyun/;

describe.each(['worker', 'admin'])('the bundle of %s', (handler) => {
  it('carries one cloud only when its lists name one only', async () => {
    const usual = await bundleWith(handler, {});
    const alone = await bundleWith(handler, {
      '#clouds': `${toy}/alone.ts`,
      '#openers': `${toy}/openers.ts`,
    });

    expect(usual).toMatch(ofAlibaba);
    expect(alone).toContain('arn:toy');
    expect(alone).not.toMatch(ofAlibaba);
  });
});
