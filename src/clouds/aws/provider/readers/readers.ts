import type { ResourceType } from '../../resource-types.ts';
import type { TypeReader } from '../reader.ts';
import { autoScalingGroupReader } from './autoscaling-group.ts';
import { elasticIpReader } from './ec2-elasticip.ts';
import { imageReader } from './ec2-image.ts';
import { instanceReader } from './ec2-instance.ts';
import { natGatewayReader } from './ec2-natgateway.ts';
import { networkInterfaceReader } from './ec2-networkinterface.ts';
import { securityGroupReader } from './ec2-securitygroup.ts';
import { snapshotReader } from './ec2-snapshot.ts';
import { volumeReader } from './ec2-volume.ts';
import { clusterReader } from './eks-cluster.ts';
import { loadBalancerReader } from './elasticloadbalancing-loadbalancer.ts';
import { functionReader } from './lambda-function.ts';
import { logGroupReader } from './logs-loggroup.ts';
import {
  dbClusterReader,
  dbClusterSnapshotReader,
  dbInstanceReader,
  dbSnapshotReader,
} from './rds.ts';

/** How each type is read. */
export const readers: Readonly<Record<ResourceType, TypeReader>> = {
  'Ec2-Instance': instanceReader,
  'Ec2-Volume': volumeReader,
  'Ec2-NetworkInterface': networkInterfaceReader,
  'Ec2-ElasticIp': elasticIpReader,
  'Ec2-Snapshot': snapshotReader,
  'Ec2-Image': imageReader,
  'Ec2-NatGateway': natGatewayReader,
  'Ec2-SecurityGroup': securityGroupReader,
  'AutoScaling-Group': autoScalingGroupReader,
  'Eks-Cluster': clusterReader,
  'ElasticLoadBalancing-LoadBalancer': loadBalancerReader,
  'Rds-DbInstance': dbInstanceReader,
  'Rds-DbCluster': dbClusterReader,
  'Rds-DbSnapshot': dbSnapshotReader,
  'Rds-DbClusterSnapshot': dbClusterSnapshotReader,
  'Lambda-Function': functionReader,
  'Logs-LogGroup': logGroupReader,
};
