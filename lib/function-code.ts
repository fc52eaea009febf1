import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { packageFolder } from './package-folder.ts';

/** The functions of the service, by their file below `src/handlers`. */
export const functionNames = ['worker', 'admin', 'tag-api', 'secret-upkeep', 'rules'] as const;

export type FunctionName = (typeof functionNames)[number];

/** Stack traces name our own files and lines. */
export const nodeOptions = '--enable-source-maps';

/** Context that names another folder of bundled functions than the package's own. */
export const functionsContext = 'heirtag:functions';

/** Where the package has its bundled functions, a folder each. */
const packagedFunctions = join(packageFolder, 'dist/functions');

/** The code of a function, bundled beforehand: whoever deploys it needs no bundler. */
export const functionCode = (scope: Construct, name: FunctionName): Code => {
  const folder: unknown = scope.node.tryGetContext(functionsContext);
  return Code.fromAsset(join(typeof folder === 'string' ? folder : packagedFunctions, name));
};
