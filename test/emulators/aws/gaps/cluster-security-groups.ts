import * as z from 'zod/mini';
import type { Layer, Pass, WireAnswer, WireCall } from '../../proxy.ts';
import { formCall } from '../form-call.ts';
import { textAt } from '../xml-text.ts';

const answerSchema = z.looseObject({
  cluster: z.looseObject({
    arn: z.string(),
    name: z.string(),
    resourcesVpcConfig: z.optional(z.looseObject({})),
  }),
});

/** EKS names a cluster's group after it, and says in its tags whose it is. Source: EKS user guide, "Cluster security group". */
const creating = (call: WireCall, cluster: string): WireCall => {
  const tags = [
    ['Name', `eks-cluster-sg-${cluster}-1`],
    ['aws:eks:cluster-name', cluster],
    [`kubernetes.io/cluster/${cluster}`, 'owned'],
  ] as const;
  return formCall(call, 'ec2', {
    Action: 'CreateSecurityGroup',
    Version: '2016-11-15',
    GroupName: `eks-cluster-sg-${cluster}-1`,
    GroupDescription: 'EKS created security group applied to ENI',
    'TagSpecification.1.ResourceType': 'security-group',
    ...Object.fromEntries(
      tags.flatMap(([key, value], index) => [
        [`TagSpecification.1.Tag.${index + 1}.Key`, key],
        [`TagSpecification.1.Tag.${index + 1}.Value`, value],
      ]),
    ),
  });
};

const isOfCluster = ({ service, method, path }: WireCall): boolean =>
  service === 'eks' &&
  ((method === 'POST' && path === '/clusters') || /^\/clusters\/[^/]+$/.test(path));

/**
 * The security group that EKS makes for a cluster, which moto does not: the group is made in moto, and
 * `clusterSecurityGroupId` stands where DescribeCluster has it.
 * @param asEks passes on what EKS itself calls in the account
 */
export const clusterSecurityGroups = (asEks: Layer): Layer => {
  const groups = new Map<string, string>();

  const make = async (call: WireCall, name: string, pass: Pass): Promise<string> =>
    textAt(await asEks(creating(call, name), pass), 'groupId');

  const shown = (answer: WireAnswer, said: z.infer<typeof answerSchema>): WireAnswer => {
    const clusterSecurityGroupId = groups.get(said.cluster.arn);
    const resourcesVpcConfig = { ...said.cluster.resourcesVpcConfig, clusterSecurityGroupId };
    const cluster = { ...said.cluster, resourcesVpcConfig };
    return { ...answer, body: Buffer.from(JSON.stringify({ ...said, cluster })) };
  };

  return async (call, pass) => {
    const answer = await pass(call);
    if (!isOfCluster(call) || answer.status >= 300) return answer;
    const said = answerSchema.parse(JSON.parse(String(answer.body)));
    const { arn, name } = said.cluster;
    if (call.method === 'POST') groups.set(arn, await make(call, name, pass));
    return shown(answer, said);
  };
};
