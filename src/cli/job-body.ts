import { InvalidInputError } from '../model/errors.ts';
import { ruleMeant } from './rule-name.ts';

/** What a new job is to do, as the API takes it. @throws InvalidInputError */
export const jobBody = (kind: 'backfill' | 'sweep', rule: string | undefined): object => {
  if (kind === 'backfill' && rule !== undefined) {
    return { kind, settingName: ruleMeant(rule).settingName };
  }
  if (kind === 'sweep' && rule === undefined) return { kind };
  throw new InvalidInputError({
    code: 'WrongUsage',
    message:
      kind === 'sweep'
        ? 'a sweep looks at all rules; leave the rule out'
        : 'name the rule to apply: backfill ecs-instance/ecs-disk',
  });
};
