import type { operations } from './schema';

type Json<Answer> = Answer extends { content: { 'application/json': infer Body } } ? Body : never;

type Answers<Id extends keyof operations> = operations[Id]['responses'];

/** What a call answers when it is done. */
export type AnswerOf<Id extends keyof operations> = Json<
  Answers<Id>[keyof Answers<Id> & (200 | 201 | 202)]
>;

/** What a call takes. */
export type BodyOf<Id extends keyof operations> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

type PlanOr<Other> = Other extends { counts: object; resources: object } ? Other : never;

export type Rule = AnswerOf<'getAccountsAccountIdRules'>['rules'][number];
export type SettingName = Rule['settingName'];
export type Status = Rule['status'];
export type RuleInput = BodyOf<'putAccountsAccountIdRulesSettingName'>;
export type BatchBody = BodyOf<'postAccountsAccountIdRulesBatch'>;
type BatchAnswer = AnswerOf<'postAccountsAccountIdRulesBatch'>;
export type BatchResult = Extract<BatchAnswer, { results: object }>['results'][number];
export type Plan = PlanOr<BatchAnswer>;
export type PlanCounts = Plan['counts'];
export type PlanStep = Plan['resources'][number]['steps'][number];
export type Job = AnswerOf<'getAccountsAccountIdJobs'>['jobs'][number];
export type ResourceItem = AnswerOf<'getAccountsAccountIdResources'>['items'][number];
export type Resource = AnswerOf<'getAccountsAccountIdResourcesArn'>;
export type Tag = Resource['tags'][number];
export type Explanation = AnswerOf<'getAccountsAccountIdExplain'>;
export type ExplainedKey = Explanation['keys'][number];
export type HistoryEntry = AnswerOf<'getAccountsAccountIdHistory'>['entries'][number];
export type ContestedTag = AnswerOf<'getAccountsAccountIdContested'>['contested'][number];
export type Coverage = AnswerOf<'getAccountsAccountIdCoverage'>;
export type AuditEntry = AnswerOf<'getAccountsAccountIdAudit'>['entries'][number];
export type AccessKey = AnswerOf<'getAccountsAccountIdAccessKeys'>['accessKeys'][number];
export type DeadLetter = AnswerOf<'getDeadLetters'>['deadLetters'][number];
