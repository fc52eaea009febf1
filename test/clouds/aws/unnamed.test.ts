import { afterEach, expect, it } from 'vitest';
import { type AwsWorld, openAwsWorld } from '../../../bench/measured/on-aws.ts';

const interfaceRule =
  'rule:AttachNetworkInterface-DetachNetworkInterface-TagInstance:Ec2-Instance:Ec2-NetworkInterface';
const addressRule =
  'rule:AssociateAddress-DisassociateAddress-TagInstance:Ec2-Instance:Ec2-ElasticIp';

let aws: AwsWorld;
afterEach(() => aws.world.stop());

const tagsOf = (id: string) => Object.fromEntries(aws.ec2.resources.get(id)?.tags ?? []);

/** By the stage's own clock, which goes on only when nothing is left to do but to wait. Milliseconds. */
const untilReleased = async (id: string, most: number): Promise<number> => {
  const { world } = aws;
  const began = world.services.clock();
  do {
    await world.settle();
    if (Object.keys(tagsOf(id)).length === 0) break;
  } while (world.passTime() > 0 && world.services.clock() - began <= most);
  return world.services.clock() - began;
};

/** What hangs on an instance, and what AWS tells when it hangs there no more: an association that nobody else names. */
const cases = [
  {
    call: 'DisassociateAddress',
    rule: addressRule,
    id: 'eipalloc-1',
    others: ['eipalloc-free', 'eipalloc-held'],
    input: { AssociationId: 'eipassoc-of-eipalloc-1' },
  },
  {
    call: 'DetachNetworkInterface',
    rule: interfaceRule,
    id: 'eni-1',
    others: ['eni-free', 'eni-held'],
    input: { AttachmentId: 'eni-attach-1' },
  },
] as const;

const minuteMs = 60_000;

it.each(
  cases.flatMap((each) => [
    { ...each, reads: 'show it at once', isLate: false },
    { ...each, reads: 'show it later', isLate: true },
  ]),
)(
  '$call, which names no resource, releases it within a minute where reads $reads',
  async ({ call, rule, id, others: [free, held], input, isLate }) => {
    aws = await openAwsWorld([rule]);
    const { world, ec2, tag, tellCall } = aws;
    for (const each of ['i-1', free]) ec2.resources.set(each, { id: each, tags: new Map() });
    for (const each of [id, held])
      ec2.resources.set(each, { id: each, tags: new Map(), of: 'i-1' });
    ec2.resources.get(free)?.tags.set('cost', 'its own');
    tag('i-1', 'blue');
    do await world.settle();
    while (world.passTime() > 0);
    const before = [tagsOf(id), tagsOf(held)];
    const release = (): void => {
      const resource = ec2.resources.get(id);
      if (resource !== undefined) resource.of = undefined;
    };

    if (!isLate) release();
    tellCall(call, input);
    if (isLate) {
      await world.settle();
      release();
    }
    const ms = await untilReleased(id, minuteMs);

    expect(before).toEqual([{ cost: 'blue' }, { cost: 'blue' }]);
    expect([tagsOf(id), tagsOf(held), tagsOf(free)]).toEqual([
      {},
      { cost: 'blue' },
      { cost: 'its own' },
    ]);
    expect(ms).toBeLessThanOrEqual(minuteMs);
  },
);
