import { findRule } from '../clouds/catalogue.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';

/**
 * True when "verify" could not put a tag call right that rests on a world that never was.
 *
 * | step | irrevocable when | because |
 * |---|---|---|
 * | set | a tag stands there that may be somebody else's | its value is gone |
 * | set | the rule does not remove on detach | the tag would stay |
 * | remove | it puts a displaced value back | that looks like a user's own |
 *
 * What only the ledger says (closed, handed over, contested) is written after "verify".
 */
export const isStepIrrevocable = (step: Step): boolean => {
  switch (step.action) {
    case 'set': {
      const isTheirs = step.reason === 'overwrites' || (step.reason === 'repairs' && !step.isNew);
      return isTheirs || findRule(step.entry.rule)?.removesOnDetach !== true;
    }
    case 'remove':
      return step.restored !== null;
    default:
      return false;
  }
};

/**
 * True when what a plan does could not be taken back. A resource and its parents are not read at one
 * moment: such a plan is checked against a second reading before it is written. See
 * docs/decisions/0011-torn-reads-and-what-no-lock-can-close.md.
 */
export const isIrrevocable = ({ steps }: Plan): boolean => steps.some(isStepIrrevocable);
