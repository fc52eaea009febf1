import { describe, expect, it } from 'vitest';
import { formatArn, isArn, parseArn, readArn, typeOf } from '../../src/clouds/arn.ts';
import { allResourceTypes, cloudOfType } from '../../src/clouds/resource-types.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { fc } from '../properties.ts';

/** Types of clouds whose ids are any text; what others' ids look like, their own tests say. */
const anyIdTypes = allResourceTypes.filter((type) => cloudOfType(type).name === 'alibaba');

const refs = fc.record({
  type: fc.constantFrom(...anyIdTypes),
  region: fc.constantFrom('cn-hangzhou', 'us-east-1', '*'),
  accountId: fc.constantFrom('1000000000000001', '154735325685****'),
  id: fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }),
});

describe('an ARN', () => {
  it.each([
    ['Ecs-Instance', 'ecs:cn-hangzhou:1:instance/x'],
    ['Ecs-Disk', 'ecs:cn-hangzhou:1:disk/x'],
    ['Ecs-Eni', 'ecs:cn-hangzhou:1:eni/x'],
    ['Ecs-Snapshot', 'ecs:cn-hangzhou:1:snapshot/x'],
    ['Ecs-SecurityGroup', 'ecs:cn-hangzhou:1:securitygroup/x'],
    ['Vpc-Eip', 'vpc:cn-hangzhou:1:eip/x'],
    ['Vpc-Natgateway', 'vpc:cn-hangzhou:1:natgateway/x'],
    ['Slb-Instance', 'slb:cn-hangzhou:1:instance/x'],
    ['Nlb-Loadbalancer', 'nlb:cn-hangzhou:1:loadbalancer/x'],
    ['Alb-LoadBalancer', 'alb:cn-hangzhou:1:loadbalancer/x'],
    ['Kafka-Instance', 'alikafka:cn-hangzhou:1:instance/x'],
    ['Kafka-Topic', 'alikafka:cn-hangzhou:1:topic/x'],
    ['Kafka-ConsumerGroup', 'alikafka:cn-hangzhou:1:consumergroup/x'],
    ['Cs-Cluster', 'cs:cn-hangzhou:1:cluster/x'],
    ['Ess-ScalingGroup', 'ess:cn-hangzhou:1:scalinggroup/x'],
    ['Eci-ContainerGroup', 'eci:cn-hangzhou:1:containergroup/x'],
  ] as const)('of a %s is arn:acs:%s', (type, rest) => {
    const ref = { type, region: 'cn-hangzhou', accountId: '1', id: 'x' };

    expect(formatArn(ref)).toBe(`arn:acs:${rest}`);
    expect(parseArn(`arn:acs:${rest}`)).toEqual(ref);
  });

  it('tells its type, whatever the id holds', () => {
    fc.assert(
      fc.property(refs, (ref) => {
        expect(typeOf(formatArn(ref))).toBe(ref.type);
      }),
    );
  });

  it('of an unknown type tells none', () => {
    expect(() => typeOf('arn:acs:ecs:cn-hangzhou:1:cluster/x')).toThrow(InvalidInputError);
  });

  it('can be read again as it was written, whatever the id holds', () => {
    fc.assert(
      fc.property(refs, (ref) => {
        expect(readArn(formatArn(ref))).toEqual(ref);
      }),
    );
  });

  it.each([
    '',
    'i-1',
    'arn:acs:ecs:cn-hangzhou:1:instance/',
    'arn:acs:ecs:cn-hangzhou:1:instance',
    'arn:acs:ecs:cn-hangzhou:1:image/m-1',
    'arn:acs:oss:cn-hangzhou:1:bucket/b-1',
    'arn:aws:ecs:cn-hangzhou:1:instance/i-1',
    'arn:acs:ecs::1:instance/i-1',
    'arn:acs:ecs:cn-hangzhou::instance/i-1',
    'arn:acs:ECS:cn-hangzhou:1:instance/i-1',
    ' arn:acs:ecs:cn-hangzhou:1:instance/i-1',
    'arn:acs:__proto__:cn-hangzhou:1:instance/i-1',
    'arn:acs:ecs:cn-hangzhou:a b:instance/i-1',
    `arn:acs:ecs:cn-hangzhou:${'9'.repeat(65)}:instance/i-1`,
    `arn:acs:ecs:${'r'.repeat(65)}:1:instance/i-1`,
    `arn:acs:ecs:cn-hangzhou:1:instance/${'i'.repeat(513)}`,
    `arn:acs:ecs:cn-hangzhou:1:instance/${'é'.repeat(257)}`,
  ])('is not %j', (text) => {
    expect(isArn(text)).toBe(false);
    expect(readArn(text)).toBeUndefined();
    expect(() => parseArn(text)).toThrow(expect.objectContaining({ code: 'InvalidArn' }));
  });

  it('says what would be right, and does not repeat a long text', () => {
    expect(() => parseArn('x'.repeat(5000))).toThrow(
      /^"x{200}" is not the ARN of a known .*ecs…disk/,
    );
  });
});
