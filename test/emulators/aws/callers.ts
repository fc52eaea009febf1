import type { Scope } from '../../clouds/aws/trail/call-record.ts';
import type { Pass, WireCall } from '../proxy.ts';
import { formCall } from './form-call.ts';
import { textAt } from './xml-text.ts';

/** Who calls, as CloudTrail writes it. */
export type Caller = Omit<Scope, 'region'>;

/** A role that was taken on, in the ARN of its session. */
const sessionForm = /:assumed-role\/([^/]+)\//;

const identityOf = (arn: string, accountId: string): object => {
  const role = sessionForm.exec(arn)?.[1];
  return role === undefined
    ? { type: 'IAMUser', userName: arn.split('/').at(-1), arn, accountId }
    : {
        type: 'AssumedRole',
        arn,
        accountId,
        sessionContext: { sessionIssuer: { type: 'Role', userName: role, accountId } },
      };
};

/** Tells whose an access key is, as the emulator knows it. */
export const openCallers = (pass: Pass): ((call: WireCall) => Promise<Caller>) => {
  const known = new Map<string, Promise<Caller>>();
  const ask = async (call: WireCall): Promise<Caller> => {
    const question = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
    const answer = await pass(formCall(call, 'sts', question));
    const accountId = textAt(answer, 'Account');
    return { accountId, userIdentity: identityOf(textAt(answer, 'Arn'), accountId) };
  };
  return (call) => {
    const before = known.get(call.accessKeyId);
    if (before !== undefined) return before;
    const caller = ask(call);
    known.set(call.accessKeyId, caller);
    // Who asks the next time may get an answer.
    caller.catch(() => known.delete(call.accessKeyId));
    return caller;
  };
};
