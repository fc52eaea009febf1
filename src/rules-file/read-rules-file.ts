import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod/mini';
import '../model/schema-messages.ts';
import type { NamedInput } from '../admin/rule-edits.ts';
import { problemsWithInput } from '../admin/rule-input.ts';
import { rulesOfAccount } from '../clouds/accounts.ts';
import type { Rule } from '../clouds/catalogue.ts';
import { shortNameOf } from '../clouds/short-name.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Problem as InputProblem } from '../model/problems.ts';
import type { Status } from '../settings/settings.ts';
import { type FileAccount, type RulesFile, rulesFileSchema } from './schema.ts';
import { fieldsInFile, inputOf, statusOf } from './terms.ts';
import { type Path, placeOf } from './text-places.ts';

/** What a file asks of one account. */
export type WantedAccount = {
  readonly accountId: string;
  /** Undefined: it stays as it is. */
  readonly feature: Status | undefined;
  /** In the order of the file. */
  readonly rules: readonly NamedInput[];
};

type Problem = { readonly path: Path; readonly wants: 'value' | 'key'; readonly message: string };

const longestList = 20;

const errorOf = (name: string, problems: readonly string[]): InvalidInputError => {
  const told = problems.slice(0, longestList);
  const more = problems.length > told.length ? [`and ${problems.length - told.length} more`] : [];
  return new InvalidInputError({
    code: 'InvalidRulesFile',
    message: [...told.map((problem) => `${name}:${problem}`), ...more].join('; '),
  });
};

const problemsOf = ({ issues }: z.core.$ZodError): readonly Problem[] =>
  issues.flatMap((issue): readonly Problem[] => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          path: [...path, key],
          wants: 'key',
          message: 'is no field of a rules file here',
        }));
      case 'invalid_key':
        return issue.issues.map(({ message }) => ({ path, wants: 'key', message }));
      default:
        return [{ path, wants: 'value', message: issue.message }];
    }
  });

const ruleNamed = (accountId: string, name: string): Rule | undefined =>
  rulesOfAccount(accountId).find(
    (rule) => rule.settingName === name || shortNameOf(rule) === name.toLowerCase(),
  );

/** A problem with what is chosen for a rule, at the field that the file has for it. */
const placed = (path: Path, { code, message }: InputProblem): Problem => {
  if (code === 'InvalidParameter.ExistingStatus') {
    const why = 'the rule cannot be applied to existing resources; leave it out';
    return { path: [...path, 'existing'], wants: 'value', message: why };
  }
  const [, field = '', index = '', problem = ''] = /^(\w+)\.(\d+): (.*)$/s.exec(message) ?? [];
  const known = Object.entries(fieldsInFile).find(([name]) => name === field);
  return known === undefined
    ? { path, wants: 'key', message }
    : { path: [...path, known[1], Number(index)], wants: 'value', message: problem };
};

const checkRules = (accountId: string, { rules = {} }: FileAccount) => {
  const problems: Problem[] = [];
  const inputs = new Map<string, NamedInput>();
  for (const [name, fileRule] of Object.entries(rules)) {
    const path = ['accounts', accountId, 'rules', name];
    const rule = ruleNamed(accountId, name);
    if (rule === undefined) {
      const known = rulesOfAccount(accountId).map(shortNameOf).join(', ');
      problems.push({
        path,
        wants: 'key',
        message: `is none of the rules of this account: ${known}`,
      });
      continue;
    }
    const { settingName } = rule;
    if (inputs.has(settingName)) {
      problems.push({
        path,
        wants: 'key',
        message: `is ${shortNameOf(rule)}, which is there already`,
      });
    }
    const input = inputOf(fileRule);
    problems.push(...problemsWithInput(rule, input).map((problem) => placed(path, problem)));
    inputs.set(settingName, { settingName, input });
  }
  return { problems, inputs: [...inputs.values()] };
};

const wantedOf = ({ accounts }: RulesFile) => {
  const checked = Object.entries(accounts).map(([accountId, account]) => {
    const { problems, inputs } = checkRules(accountId, account);
    const feature = account.feature === undefined ? undefined : statusOf(account.feature);
    return { problems, wanted: { accountId, feature, rules: inputs } };
  });
  return {
    problems: checked.flatMap(({ problems }) => problems),
    wanted: checked.map((each) => each.wanted),
  };
};

/**
 * Reads a rules file: YAML, of which JSON is a part.
 * @param name how messages name it
 * @returns what it asks of each account, in its order
 * @throws InvalidInputError `InvalidRulesFile` that tells all that is wrong, with line and column
 */
export const readRulesFile = (text: string, name: string): readonly WantedAccount[] => {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, stringKeys: true } as const;
  const document = parseDocument(text, options);
  if (document.errors.length > 0) {
    const told = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return `${line}:${col}: ${message}`;
    });
    throw errorOf(name, told);
  }
  const tell = ({ path, wants, message }: Problem): string => {
    const { line, column } = placeOf(document, lines, { path, wants });
    return `${line}:${column}: ${[path.join('.'), message].filter(Boolean).join(': ')}`;
  };
  const parsed = rulesFileSchema.safeParse(document.toJS());
  if (!parsed.success) throw errorOf(name, problemsOf(parsed.error).map(tell));
  const { problems, wanted } = wantedOf(parsed.data);
  if (problems.length > 0) throw errorOf(name, problems.map(tell));
  return wanted;
};
