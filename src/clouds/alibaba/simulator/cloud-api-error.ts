import { CloudApiError } from '../../simulator.ts';
import type { ResourceType } from '../resource-types.ts';

export { CloudApiError } from '../../simulator.ts';

/** Types whose APIs have a code of their own for what does not exist. Source: the products' error codes. */
const notFoundCodes: ReadonlyMap<ResourceType, string> = new Map<ResourceType, string>([
  ['Nlb-Loadbalancer', 'ResourceNotFound.loadBalancer'],
  ['Alb-LoadBalancer', 'ResourceNotFound.LoadBalancer'],
  ['Cs-Cluster', 'ErrorClusterNotFound'],
  ['Kafka-Instance', 'Instance.NotFound'],
  ['Kafka-Topic', 'BIZ_TOPIC_NOT_FOUND'],
  ['Kafka-ConsumerGroup', 'BIZ_SUBSCRIPTION_NOT_FOUND'],
]);

/** "The specified InstanceId i-1 does not exist." @param type given where the call is about one type */
export const notFound = (parameter: string, id: string, type?: ResourceType): CloudApiError =>
  new CloudApiError(
    404,
    (type === undefined ? undefined : notFoundCodes.get(type)) ?? `Invalid${parameter}.NotFound`,
    `The specified ${parameter} ${id} does not exist.`,
  );

/** A call that the resource's present state does not allow. @param httpStatus as the API answers this code */
export const wrongState = (
  code: string,
  message: string,
  httpStatus: 400 | 403 = 403,
): CloudApiError => new CloudApiError(httpStatus, code, message);

/** A parameter with a value that is never right. */
export const invalidParameter = (parameter: string, message: string): CloudApiError =>
  new CloudApiError(400, `InvalidParameter.${parameter}`, message);
