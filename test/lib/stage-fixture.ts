import { App, type CfnElement } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { addStage } from '../../lib/heirtag-app.ts';
import type { HeirtagStack } from '../../lib/heirtag-stack.ts';
import { readTemplate, type Template } from './template.ts';

/** The app with one stage, as `cdk.json` would have it; functions are not bundled. */
export const appWith = (
  settings: object,
  stage = 'test',
): { readonly app: App; readonly stack: HeirtagStack } => {
  const app = new App({
    context: { stage, stages: { [stage]: settings }, 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
  });
  return { app, stack: addStage(app) };
};

/** Settings that a stage must have, and nothing else. */
export const development = { production: false, simulator: true } as const;
export const production = { production: true, alarmEmails: ['night@example.com'] } as const;

/** The template of a stage. */
export const templateOf = (settings: object, stage?: string): Template =>
  readTemplate(Assertions.fromStack(appWith(settings, stage).stack).toJSON());

/** Logical id of a construct's resource. */
export const idOf = (stack: HeirtagStack, element: CfnElement): string =>
  stack.resolve(element.logicalId);
