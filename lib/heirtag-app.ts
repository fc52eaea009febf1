import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { HeirtagStack } from './heirtag-stack.ts';
import { HeirtagMemberStack } from './member-stack.ts';
import { readStageSettings } from './read-stage-settings.ts';
import { touchesAws } from './stage-clouds.ts';
import type { StageSettings } from './stage-settings.ts';

/** The stage that the app's context names. @throws InvalidInputError `InvalidStageSettings` that names every wrong setting */
export const stageOf = ({
  node,
}: App): { readonly stage: string; readonly settings: StageSettings } => {
  const stage: unknown = node.tryGetContext('stage');
  return { stage: String(stage), settings: readStageSettings(node.tryGetContext('stages'), stage) };
};

/**
 * Adds the stage that the app's context names, and the checks that every synth must pass: a finding
 * that no construct acknowledges fails it.
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const addStage = (app: App): HeirtagStack => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const { stage, settings } = stageOf(app);
  const { account, region, production } = settings;
  if (touchesAws(settings)) {
    new HeirtagMemberStack(app, `Heirtag-${stage}-member`, {
      stage,
      settings,
      description: `Lets resources of this account inherit by Heirtag, stage ${stage}`,
      tags: { 'heirtag:stage': stage },
    });
  }
  return new HeirtagStack(app, `Heirtag-${stage}`, {
    stage,
    settings,
    env: {
      ...(account === undefined ? {} : { account }),
      ...(region === undefined ? {} : { region }),
    },
    terminationProtection: production,
    tags: { 'heirtag:stage': stage },
  });
};
