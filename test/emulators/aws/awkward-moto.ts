import { ec2Error } from '../../clouds/aws/provider/fake-aws.ts';
import {
  operationOf,
  requestHandler,
  type SentAnswer,
  textOf,
} from '../../clouds/aws/provider/request-handler.ts';
import type { Random } from '../../reliability/random.ts';
import { sendOverHttp } from './send-over-http.ts';

/** How AWS is beyond what moto plays. Each happens once in so many calls. */
export type AwkwardAws = {
  readonly random: Random;
  readonly throttlesOneIn: number;
  /** Calls that are carried out, and whose answer is lost. */
  readonly losesAnswerOneIn: number;
};

/**
 * Sends requests to moto as if it were AWS on a bad day: some are throttled, some answers are lost, and reads show
 * what they showed before until time has passed.
 */
export const toAwkwardMoto = ({ random, throttlesOneIn, losesAnswerOneIn }: AwkwardAws) => {
  const shown = new Map<string, SentAnswer>();
  const handler = requestHandler(async (request, signal) => {
    if (random.isOneIn(throttlesOneIn)) return ec2Error(503, 'RequestLimitExceeded', 'slow down');
    const isRead = operationOf(request).startsWith('Describe');
    const question = `${request.headers['x-amz-security-token']} ${textOf(request)}`;
    const before = isRead ? shown.get(question) : undefined;
    const answer = before ?? (await sendOverHttp(request, signal));
    if (isRead) shown.set(question, answer);
    if (random.isOneIn(losesAnswerOneIn)) {
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    }
    return answer;
  });
  return {
    handler,
    /** Lets time pass until reads show all that was done. */
    settle: () => shown.clear(),
  };
};
