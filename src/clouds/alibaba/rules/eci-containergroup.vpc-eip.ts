import { defineRule } from '../rule.ts';

/** Eci-ContainerGroup → Vpc-Eip. An EIP is given to a container group when the group is made, and freed when it is deleted. */
export const eciContainerGroupToVpcEip = defineRule({
  settingName: 'rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip',
  primary: 'Eci-ContainerGroup',
  associated: 'Vpc-Eip',
  calls: [
    'eci:CreateContainerGroup',
    'eci:DeleteContainerGroup',
    'vpc:AssociateEipAddress',
    'vpc:UnassociateEipAddress',
    'vpc:ReleaseEipAddress',
    'ecs:ReleaseEipAddress',
  ],
  removesOnDetach: true,
  supportsExisting: false,
  rank: 0,
});
