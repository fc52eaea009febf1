import { kafkaDescriptions } from './describe/alikafka.ts';
import { balancerDescriptions } from './describe/balancers.ts';
import { clusterDescriptions } from './describe/cs.ts';
import { eciDescriptions } from './describe/eci.ts';
import { ecsDescriptions } from './describe/ecs.ts';
import { essDescriptions } from './describe/ess.ts';
import { slbDescriptions } from './describe/slb.ts';
import { listSupportResourceTypes } from './describe/tag.ts';
import { vpcDescriptions } from './describe/vpc.ts';
import type { Operation } from './operation.ts';
import { kafkaOperations } from './operations/alikafka.ts';
import { balancerOperations } from './operations/balancers.ts';
import { clusterOperations } from './operations/cs.ts';
import { containerGroupOperations } from './operations/eci.ts';
import { attachDisk, createDisk, deleteDisk, detachDisk } from './operations/ecs-disks.ts';
import {
  attachNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  detachNetworkInterface,
} from './operations/ecs-enis.ts';
import { createInstance, deleteInstance, runInstances } from './operations/ecs-instances.ts';
import {
  createSecurityGroup,
  createSnapshot,
  deleteSecurityGroup,
  deleteSnapshot,
} from './operations/ecs-others.ts';
import { createLoadBalancer, deleteLoadBalancer } from './operations/slb.ts';
import { taggingOperations } from './operations/tagging.ts';
import { unifiedTagOperations } from './operations/unified-tags.ts';
import {
  allocateEipAddress,
  associateEipAddress,
  createNatGateway,
  deleteNatGateway,
  releaseEipAddress,
  unassociateEipAddress,
} from './operations/vpc.ts';

/** Every operation of the simulated cloud. */
export const operations: readonly Operation[] = [
  runInstances,
  createInstance,
  deleteInstance,
  createDisk,
  attachDisk,
  detachDisk,
  deleteDisk,
  createNetworkInterface,
  attachNetworkInterface,
  detachNetworkInterface,
  deleteNetworkInterface,
  createSnapshot,
  deleteSnapshot,
  createSecurityGroup,
  deleteSecurityGroup,
  allocateEipAddress,
  associateEipAddress,
  unassociateEipAddress,
  releaseEipAddress,
  createNatGateway,
  deleteNatGateway,
  createLoadBalancer,
  deleteLoadBalancer,
  ...balancerOperations,
  ...kafkaOperations,
  ...clusterOperations,
  ...containerGroupOperations,
  ...taggingOperations,
  ...unifiedTagOperations,
  listSupportResourceTypes,
  ...ecsDescriptions,
  ...vpcDescriptions,
  ...slbDescriptions,
  ...balancerDescriptions,
  ...kafkaDescriptions,
  ...clusterDescriptions,
  ...eciDescriptions,
  ...essDescriptions,
];
