import * as z from 'zod/mini';
import {
  type Layer,
  namedOperationOf,
  type Pass,
  type WireAnswer,
  type WireCall,
} from '../../proxy.ts';
import { formCall } from '../form-call.ts';
import { readForm } from '../wire/query-form.ts';
import { wireServices } from '../wire/services.ts';
import { textAt } from '../xml-text.ts';

const askedSchema = z.looseObject({
  Type: z.optional(z.string()),
  LoadBalancerArn: z.optional(z.string()),
  SubnetMappings: z._default(
    z.array(z.looseObject({ SubnetId: z.string(), AllocationId: z.optional(z.string()) })),
    [],
  ),
});

type Asked = z.infer<typeof askedSchema>;

/** An address that a balancer holds, by an interface of its own. */
type Held = {
  readonly subnet: string;
  readonly address: string;
  readonly networkInterface: string;
};

const ownService = 'elasticloadbalancing';

const askedBy = (call: WireCall, name: string): Asked => {
  const operation = wireServices.get(ownService)?.operations.get(name);
  return askedSchema.parse(operation === undefined ? {} : readForm(operation, String(call.body)));
};

const ec2 = (call: WireCall, parameters: Readonly<Record<string, string>>): WireCall =>
  formCall(call, 'ec2', { Version: '2016-11-15', ...parameters });

/** Addresses are held by interfaces, so that DescribeAddresses shows an association and no instance. */
const hold = async (
  call: WireCall,
  { subnet, address }: Omit<Held, 'networkInterface'>,
  pass: Pass,
): Promise<Held> => {
  const made = { Action: 'CreateNetworkInterface', SubnetId: subnet, Description: 'ELB net' };
  const networkInterface = textAt(await pass(ec2(call, made)), 'networkInterfaceId');
  const of = { AllocationId: address, NetworkInterfaceId: networkInterface };
  textAt(await pass(ec2(call, { Action: 'AssociateAddress', ...of })), 'associationId');
  return { subnet, address, networkInterface };
};

const letGo = async (call: WireCall, { address, networkInterface }: Held, pass: Pass) => {
  const question = { Action: 'DescribeAddresses', 'AllocationId.1': address };
  const AssociationId = textAt(await pass(ec2(call, question)), 'associationId');
  await pass(ec2(call, { Action: 'DisassociateAddress', AssociationId }));
  const gone = { Action: 'DeleteNetworkInterface', NetworkInterfaceId: networkInterface };
  await pass(ec2(call, gone));
};

/** An answer's zones with the addresses in them, as DescribeLoadBalancers has them for a network load balancer. */
const withAddresses = (xml: string, held: readonly Held[]): string =>
  xml.replaceAll(/<SubnetId>([^<]+)<\/SubnetId>/g, (element, subnet) => {
    const members = held
      .filter((each) => each.subnet === subnet)
      .map(({ address }) => `<member><AllocationId>${address}</AllocationId></member>`);
    return `${element}<LoadBalancerAddresses>${members.join('')}</LoadBalancerAddresses>`;
  });

/**
 * Network load balancers with addresses of their owner's: moto calls them `app/` in their ARNs, and drops the
 * addresses of their subnets. What ELB calls for itself is not told: nothing rests on it.
 * Source of the shapes: ELBv2 API reference, `AvailabilityZone.LoadBalancerAddresses`.
 */
export const networkBalancers = (): Layer => {
  /** By their ARNs as moto writes them. */
  const known = new Map<string, readonly Held[]>();

  const keep = async (call: WireCall, arn: string, asked: Asked, pass: Pass): Promise<void> => {
    const wanted = asked.SubnetMappings.flatMap(({ SubnetId: subnet, AllocationId: address }) =>
      address === undefined ? [] : [{ subnet, address }],
    );
    const before = known.get(arn) ?? [];
    const isWanted = ({ address }: Held) => wanted.some((each) => each.address === address);
    for (const each of before) if (!isWanted(each)) await letGo(call, each, pass);
    const kept = before.filter(isWanted);
    for (const each of wanted) {
      if (kept.some(({ address }) => address === each.address)) continue;
      kept.push(await hold(call, each, pass));
    }
    known.set(arn, kept);
  };

  const after = async (call: WireCall, answer: WireAnswer, pass: Pass): Promise<void> => {
    const name = namedOperationOf(call) ?? '';
    const asked = askedBy(call, name);
    const named = asked.LoadBalancerArn ?? '';
    if (name === 'CreateLoadBalancer' && asked.Type === 'network') {
      await keep(call, textAt(answer, 'LoadBalancerArn'), asked, pass);
    }
    if (name === 'SetSubnets' && known.has(named)) await keep(call, named, asked, pass);
    if (name === 'DeleteLoadBalancer' && known.has(named)) {
      await keep(call, named, { SubnetMappings: [] }, pass);
    }
  };

  const shown = (call: WireCall, xml: string): string => {
    // An answer of SetSubnets does not say whose zones they are.
    const asked = namedOperationOf(call) === 'SetSubnets' ? askedBy(call, 'SetSubnets') : undefined;
    const parts = xml.split(/(?=<LoadBalancerArn>)/).map((part) => {
      const arn = asked?.LoadBalancerArn ?? /^<LoadBalancerArn>([^<]+)/.exec(part)?.[1] ?? '';
      const held = known.get(arn);
      return held === undefined ? part : withAddresses(part, held);
    });
    return [...known.keys()].reduce(
      (text, arn) => text.replaceAll(arn, arn.replace('/app/', '/net/')),
      parts.join(''),
    );
  };

  return async (given, pass) => {
    if (given.service !== ownService) return pass(given);
    const asked = String(given.body).replaceAll('loadbalancer%2Fnet%2F', 'loadbalancer%2Fapp%2F');
    const call = { ...given, body: Buffer.from(asked) };
    const answer = await pass(call);
    if (answer.status >= 300) return answer;
    await after(call, answer, pass);
    return { ...answer, body: Buffer.from(shown(call, String(answer.body))) };
  };
};
