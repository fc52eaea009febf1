import type { Rule } from '../../api/answers';
import { ApiFailure } from '../../api/failure';
import type { PlanSoFar } from '../../data/plan';
import type { ChangeAnswer } from './outcome';

const staleCode = 'PreconditionFailed';

/** True when a change was refused because somebody made another one meanwhile. */
export const isStale = (error: unknown): boolean =>
  error instanceof ApiFailure && error.code === staleCode;

const namesIn = (
  results: readonly { readonly settingName: string; readonly code?: string | undefined }[],
): readonly string[] =>
  results.flatMap(({ settingName, code }) => (code === staleCode ? [settingName] : []));

/** Which rules somebody changed meanwhile, by what was answered to a plan or a change of them. */
export const staleRules = (
  rules: readonly Rule[],
  errors: readonly unknown[],
  plan: PlanSoFar | undefined,
): readonly Rule[] => {
  if (errors.some(isStale)) return rules;
  const names = namesIn(plan?.refusals ?? []);
  return rules.filter(({ settingName }) => names.includes(settingName));
};

/** The rules that a batch left as they are because somebody changed them meanwhile. */
export const leftAsStale = (rules: readonly Rule[], answer: ChangeAnswer): readonly Rule[] => {
  const names = 'results' in answer ? namesIn(answer.results) : [];
  return rules.filter(({ settingName }) => names.includes(settingName));
};
