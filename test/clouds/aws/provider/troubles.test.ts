import { formatArn } from '../../../../src/clouds/aws/arn.ts';
import { troublesContract } from '../../provider-troubles.ts';
import { accountId, region } from './fake-aws.ts';
import { fakeEc2 } from './fake-ec2.ts';
import { operationOf, parametersOf } from './request-handler.ts';
import { awsNever, troubledAws } from './troubled-aws.ts';

troublesContract(
  'AWS, as its fake answers',
  async () => {
    const { resources, answers } = fakeEc2();
    const nowhere = fakeEc2();
    return troubledAws({
      accountId,
      region,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      send: async (request, signal) => {
        const isHere = request.hostname.includes(region);
        const answer = (isHere ? answers : nowhere.answers)[operationOf(request)];
        if (answer === undefined) throw new Error(`nobody answers ${operationOf(request)}`);
        return answer(parametersOf(request), request, signal);
      },
      makeDisk: async () => {
        const id = `vol-${String(resources.size).padStart(17, '0')}`;
        resources.set(id, { id, tags: new Map() });
        return formatArn({ type: 'Ec2-Volume', region, accountId, id });
      },
    });
  },
  awsNever,
);
