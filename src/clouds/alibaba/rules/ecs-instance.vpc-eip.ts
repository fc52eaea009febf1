import { defineRule } from '../rule.ts';

/** Ecs-Instance → Vpc-Eip. */
export const ecsInstanceToVpcEip = defineRule({
  settingName: 'rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip',
  primary: 'Ecs-Instance',
  associated: 'Vpc-Eip',
  calls: [
    'vpc:AssociateEipAddress',
    'vpc:UnassociateEipAddress',
    'vpc:ReleaseEipAddress',
    'ecs:ReleaseEipAddress',
    'ecs:AssociateEipAddress',
    'ecs:UnassociateEipAddress',
    'vpc:AssociateEipAddressBatch',
    'ecs:DeleteInstance',
    'ecs:DeleteInstances',
  ],
  removesOnDetach: true,
  supportsExisting: true,
  rank: 0,
});
