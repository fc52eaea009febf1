import * as z from 'zod/mini';
import { InvalidInputError } from '../src/model/errors.ts';
import {
  type StageSettings,
  stageSettingsSchema,
  watchedSettingsSchema,
} from './stage-settings.ts';

const invalid = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidStageSettings', message });

const problemOf = (where: string, { path, message, code, ...rest }: z.core.$ZodIssue): string => {
  const keys = 'keys' in rest && Array.isArray(rest.keys) ? rest.keys.join(', ') : '';
  const name = [...path, ...(code === 'unrecognized_keys' ? [keys] : [])].join('.');
  const problem =
    code === 'unrecognized_keys'
      ? `is no setting; settings are ${Object.keys(stageSettingsSchema.shape).join(', ')}`
      : message;
  return `${where}.${name}: ${problem}`;
};

/**
 * Reads the settings of a stage.
 * @param where how messages name the place that they come from @param isWatched alarms go to a topic of others
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const parseStageSettings = (
  raw: unknown,
  where: string,
  isWatched = false,
): StageSettings => {
  const parsed = (isWatched ? watchedSettingsSchema : stageSettingsSchema).safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => problemOf(where, issue));
  throw invalid(['the stage settings are not usable:', ...problems].join('\n  '));
};

/** @throws InvalidInputError `InvalidStageSettings` for what cannot name a stage */
export function assertStageName(stage: unknown): asserts stage is string {
  if (typeof stage === 'string' && /^[a-z][a-z0-9-]{0,19}$/.test(stage)) return;
  throw invalid(
    `stage is ${JSON.stringify(stage)}; expected 1 to 20 small letters, digits and -, as in: cdk synth -c stage=dev`,
  );
}

/**
 * Reads the settings of a stage from the app's context.
 * @param stages the context's `stages` @param stage the context's `stage`
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const readStageSettings = (stages: unknown, stage: unknown): StageSettings => {
  assertStageName(stage);
  const known = z.record(z.string(), z.unknown()).safeParse(stages);
  const raw = known.data?.[stage];
  if (raw === undefined) {
    throw invalid(
      `stages.${stage} is missing in cdk.json; there are ${Object.keys(known.data ?? {}).join(', ') || 'none'}`,
    );
  }
  return parseStageSettings(raw, `stages.${stage}`);
};
