import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type CfnElement } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { functionsContext } from '../../lib/function-code.ts';
import { addStage } from '../../lib/heirtag-app.ts';
import type { HeirtagStack } from '../../lib/heirtag-stack.ts';
import { readTemplate, type Template } from './template.ts';

/** What `cdk.json` says of stages and of CDK's own switches. */
export const cdkJson = z
  .looseObject({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')));

/** Functions that do nothing, for templates alone. */
export const emptyFunctions = join(import.meta.dirname, '../fixtures/functions');

/** The app with one stage, as `cdk.json` would have it; functions are not bundled. */
export const appWith = (
  settings: object,
  stage = 'test',
): { readonly app: App; readonly stack: HeirtagStack } => {
  const app = new App({
    context: {
      ...cdkJson.context,
      stage,
      stages: { [stage]: settings },
      [functionsContext]: emptyFunctions,
    },
    analyticsReporting: false,
  });
  return { app, stack: addStage(app) };
};

/** Settings that a stage must have, and nothing else. */
export const development = { production: false, simulator: true } as const;
export const production = {
  production: true,
  alarmEmails: ['night@example.com'],
  runbookUrl: 'https://wiki.example.com/heirtag/runbook.md',
} as const;

/** The template of a stage. */
export const templateOf = (settings: object, stage?: string): Template =>
  readTemplate(Assertions.fromStack(appWith(settings, stage).stack).toJSON());

/** Logical id of a construct's resource. */
export const idOf = (stack: HeirtagStack, element: CfnElement): string =>
  stack.resolve(element.logicalId);
