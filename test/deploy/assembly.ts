import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../../lib/bundling.ts';
import { functionsContext, variantOf } from '../../lib/function-code.ts';
import { addStage } from '../../lib/heirtag-app.ts';
import type { StageSettings } from '../../lib/stage-settings.ts';
import { cdkJson } from '../lib/stage-fixture.ts';
import { readTemplate, type Template } from '../lib/template.ts';

/** What MiniStack 1.5.33 cannot make, and why it is left out of what is deployed onto it. */
const lackedByMiniStack = (
  id: string,
  { Type, Properties }: Template['Resources'][string],
): string | undefined => {
  if (Type === 'AWS::CloudWatch::Alarm' && Properties.Metrics !== undefined) {
    return `${id}: alarms over several metrics`;
  }
  if (Type === 'AWS::Events::Archive') return `${id}: archives of a bus`;
  if (Type === 'AWS::CloudWatch::Dashboard') return `${id}: it shows the alarms above`;
  return undefined;
};

export type Assembly = {
  readonly folder: string;
  /** Resources that were left out, with the reason. */
  readonly lacking: readonly string[];
  readonly remove: () => Promise<void>;
};

/** What a stage is deployed with; what is left out is as usual. */
export type GivenSettings = Partial<Pick<StageSettings, 'clouds' | 'simulator'>> &
  Readonly<Record<string, unknown>>;

/** Synthesises one stage, bundles and all, less what the emulator lacks. */
export const assemble = async (stage: string, settings: GivenSettings): Promise<Assembly> => {
  const folder = await mkdtemp(join(tmpdir(), 'heirtag-deploy-'));
  const functions = await mkdtemp(join(tmpdir(), 'heirtag-functions-'));
  const { clouds = [], simulator = false } = settings;
  await bundleFunctions(functions, [variantOf({ clouds, simulator })]);
  const app = new App({
    outdir: folder,
    context: {
      ...cdkJson.context,
      stage,
      stages: { [stage]: settings },
      [functionsContext]: functions,
    },
    analyticsReporting: false,
  });
  const { stackName } = addStage(app);
  app.synth();
  await rm(functions, { recursive: true, force: true });
  const file = join(folder, `${stackName}.template.json`);
  const template = readTemplate(JSON.parse(await readFile(file, 'utf8')));
  const entries = Object.entries(template.Resources);
  const lacking = entries.flatMap(([id, resource]) => lackedByMiniStack(id, resource) ?? []);
  const kept = entries.filter(([id, resource]) => lackedByMiniStack(id, resource) === undefined);
  await writeFile(file, JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }));
  return { folder, lacking, remove: () => rm(folder, { recursive: true, force: true }) };
};
