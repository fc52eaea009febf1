#!/usr/bin/env node
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { HeirtagStack } from '../lib/heirtag-stack.ts';
import { readStageSettings } from '../lib/stage-settings.ts';
import { InvalidInputError } from '../src/model/errors.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
Validations.of(app).addPlugins(new ServerlessChecks(app));
const stage: unknown = app.node.tryGetContext('stage');

try {
  const settings = readStageSettings(app.node.tryGetContext('stages'), stage);
  new HeirtagStack(app, `Heirtag-${stage}`, { stage: String(stage), settings });
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  process.stderr.write(`heirtag: ${error.message}\n`);
  process.exit(1);
}
