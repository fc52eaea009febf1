import { examplesText, type Root } from '../root.ts';
import type { CliDeps } from '../session.ts';
import { addRuleReads } from './rule-reads.ts';
import { addRuleWrites } from './rule-writes.ts';

/** `heirtag rules`: what is inherited from what. */
export const addRules = (root: Root, deps: CliDeps): void => {
  const rules = root
    .command('rules')
    .description('The rules: which resources inherit from which, and how.')
    .addHelpText(
      'after',
      examplesText(
        'rules list --status enabled',
        'rules show ecs-instance/ecs-disk',
        'rules enable ecs-instance/ecs-disk ecs-instance/ecs-eni --keys cost,team',
        'rules modify ecs-i/ecs-d --exclude "tmp-*" --policy keep',
        'rules apply-to-existing --all --yes',
        'rules disable --all',
        'plan modify ecs-instance/ecs-disk --existing    # what would change?',
      ),
    );
  addRuleReads(rules, deps);
  addRuleWrites(rules, deps);
};
