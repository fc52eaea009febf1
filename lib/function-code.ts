import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { packageFolder } from './package-folder.ts';
import type { StageSettings } from './stage-settings.ts';

/** The functions of the service, by their file below `src/handlers`. */
export const functionNames = [
  'worker',
  'admin',
  'tag-api',
  'secret-upkeep',
  'rules',
  'ingest',
] as const;

export type FunctionName = (typeof functionNames)[number];

/** Which clouds functions carry: nobody pays for the clients of a cloud that their stage does not touch. */
export const variants = ['simulated', 'alibaba', 'aws', 'all'] as const;

export type Variant = (typeof variants)[number];

/** Variants whose clouds send events by themselves. */
const withSenders: readonly Variant[] = ['alibaba', 'all'];

/** The functions that stages of a variant can have. */
export const functionsOf = (variant: Variant): readonly FunctionName[] =>
  functionNames.filter((name) => name !== 'ingest' || withSenders.includes(variant));

/**
 * The variant that a function is bundled as for stages of another: what calls no cloud and starts once a day is bundled
 * once, and knows them all.
 */
export const bundledAs = (name: FunctionName, variant: Variant): Variant =>
  name === 'secret-upkeep' ? 'all' : variant;

/** The variant that a stage needs. */
export const variantOf = ({
  clouds,
  simulator,
}: Pick<StageSettings, 'clouds' | 'simulator'>): Variant => {
  const [cloud] = clouds;
  if (cloud === undefined) return 'simulated';
  return clouds.length > 1 || simulator ? 'all' : cloud;
};

/** Context that names another folder of bundled functions than the package's own. */
export const functionsContext = 'heirtag:functions';

/** Where the package has its bundled functions, a folder each. */
const packagedFunctions = join(packageFolder, 'dist/functions');

/** The code of a function, bundled beforehand: whoever deploys it needs no bundler. */
export const functionCode = (scope: Construct, name: FunctionName, variant: Variant): Code => {
  const given: unknown = scope.node.tryGetContext(functionsContext);
  const folder = typeof given === 'string' ? given : packagedFunctions;
  return Code.fromAsset(join(folder, bundledAs(name, variant), name));
};
