import { openAwsWith } from '../../../../src/clouds/aws/open.ts';
import type { ClientOptions } from '../../../../src/clouds/aws/provider/clients.ts';
import type { Impossible, TroubledStage } from '../../provider-troubles.ts';
import { createTroubles } from '../../troubles.ts';
import { ec2Error } from './fake-aws.ts';
import {
  operationOf,
  parametersOf,
  requestHandler,
  type Send,
  type SentAnswer,
} from './request-handler.ts';

/** What AWS never does. */
export const awsNever: Impossible = {
  hidden: 'AWS says UnauthorizedOperation where a permission is missing',
};

/** What throttles say: when to come again. */
const retryAfterSeconds = 3;

const endOfAnswer = '</DescribeVolumesResponse>';

/** The same answer, as if there were more to list. */
const withMore = ({ status, body }: SentAnswer): SentAnswer => ({
  status,
  body: body.replace(endOfAnswer, `<nextToken>over</nextToken>${endOfAnswer}`),
});

export type TroubledAwsOptions = Pick<TroubledStage, 'makeDisk'> & {
  readonly accountId: string;
  readonly region: string;
  readonly credentials: ClientOptions['credentials'];
  readonly endpoint?: string;
  /** What answers where nothing troubles a call. */
  readonly send: Send;
};

/** AWS where calls meet troubles on their way. */
export const troubledAws = (options: TroubledAwsOptions): TroubledStage => {
  const { accountId, region, credentials, endpoint, send, makeDisk } = options;
  const troubles = createTroubles();
  const unknown: string[] = [];
  /** From what the request is signed for. */
  const regionOf = (authorization = ''): string =>
    /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1] ?? '';

  const troubled: Send = async (request, signal) => {
    const operation = operationOf(request);
    // The SDK asks for credentials by the same way, before the call itself.
    if (operation === 'AssumeRole') return send(request, signal);
    const at = regionOf(request.headers.authorization);
    switch (troubles.meets({ region: at, operation })) {
      case 'throttled':
        return {
          ...ec2Error(503, 'RequestLimitExceeded'),
          headers: { 'retry-after': String(retryAfterSeconds) },
        };
      case 'denied':
        return ec2Error(403, 'UnauthorizedOperation');
      case 'unknown code':
        return ec2Error(400, 'NobodyKnowsThis');
      case 'hanging':
        return Promise.race([troubles.hang(), broken(signal)]);
      case 'cursor expired':
        return parametersOf(request).has('NextToken')
          ? ec2Error(400, 'InvalidNextToken')
          : withMore(await send(request, signal));
      default:
        return send(request, signal);
    }
  };

  const { openAt } = openAwsWith({
    regions: [region],
    credentialsFor: () => credentials,
    requestHandler: requestHandler(troubled),
    ...(endpoint === undefined ? {} : { endpoint }),
    onUnknownError: (code) => unknown.push(code),
    maxTagsPerResource: () => 50,
    isOurs: () => false,
  });
  return {
    openAt,
    at: { accountId, region },
    elsewhere: 'eu-west-1',
    disk: 'Ec2-Volume',
    makeDisk,
    settle: () => {},
    troubles,
    unknown,
    retryAfterSeconds,
  };
};

/** Ends as a connection does when whoever asked hangs up. */
const broken = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
