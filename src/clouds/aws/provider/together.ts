import type { Together } from '../../tag-calls.ts';
import { type Arn, parseArn } from '../arn.ts';
import { resourceTypes } from '../resource-types.ts';

/** Tags that any of the calls takes. */
const tags = 50;

/** What goes together in one call. EC2 takes whatever is its own, of all types; a group of Auto Scaling has calls to itself. */
export const together = {
  ec2: { name: 'ec2', limits: { resources: 1000, tags } },
  autoscaling: { name: 'autoscaling', limits: { resources: 1, tags } },
  elasticloadbalancing: { name: 'elasticloadbalancing', limits: { resources: 20, tags } },
  /** The Resource Groups Tagging API, which takes resources of every service. */
  tagging: { name: 'tagging', limits: { resources: 20, tags } },
} as const satisfies Readonly<Record<string, Together>>;

/** The way in which tags of a resource are written. */
export const wayNameOf = (arn: Arn): keyof typeof together => {
  const { service } = resourceTypes[parseArn(arn).type];
  return service === 'ec2' || service === 'autoscaling' || service === 'elasticloadbalancing'
    ? service
    : 'tagging';
};

/** What goes together with the changes of a resource. */
export const togetherOf = (arn: Arn): Together => together[wayNameOf(arn)];
