#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundling.ts';
import { functionsContext, variantOf } from '../lib/function-code.ts';
import { addStage, stageOf } from '../lib/heirtag-app.ts';
import { InvalidInputError } from '../src/model/errors.ts';

// A folder of its own, because several of these may run at once.
const functions = await mkdtemp(join(tmpdir(), 'heirtag-functions-'));
try {
  const app = new App({ postCliContext: { [functionsContext]: functions } });
  await bundleFunctions(functions, [variantOf(stageOf(app).settings)]);
  addStage(app);
  app.synth();
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  process.stderr.write(`heirtag: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await rm(functions, { recursive: true, force: true });
}
