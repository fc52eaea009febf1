import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { HeirtagStack } from './heirtag-stack.ts';
import { readStageSettings } from './read-stage-settings.ts';

/**
 * Adds the stage that the app's context names, and the checks that every synth must pass: a finding
 * that no construct acknowledges fails it.
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const addStage = (app: App): HeirtagStack => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const stage: unknown = app.node.tryGetContext('stage');
  const settings = readStageSettings(app.node.tryGetContext('stages'), stage);
  const { account, region, production } = settings;
  return new HeirtagStack(app, `Heirtag-${stage}`, {
    stage: String(stage),
    settings,
    env: {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    },
    terminationProtection: production,
    tags: { 'heirtag:stage': String(stage) },
  });
};
