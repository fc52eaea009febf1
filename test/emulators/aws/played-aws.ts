import { isArn } from '../../../src/clouds/arn.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { openTrail, type Trail } from '../../clouds/aws/trail/trail.ts';
import { startMoto } from '../moto.ts';
import { type Layer, passTo, startProxy, type WireCall } from '../proxy.ts';
import { type Caller, openCallers } from './callers.ts';
import { clusterSecurityGroups } from './gaps/cluster-security-groups.ts';
import { imageFilter } from './gaps/image-filter.ts';
import { networkBalancers } from './gaps/network-balancers.ts';
import { openEmulated } from './moto-stage.ts';
import { hear } from './wire/read-call.ts';

/** AWS on this machine for whatever client: moto, what it lacks, and a trail of all that is called. */
export type PlayedAws = {
  readonly endpoint: string;
  readonly takeEvents: Trail['take'];
  /** Calls that may have changed something, and that no event tells of, since nobody here can read them. */
  readonly unread: () => readonly string[];
  readonly stop: () => Promise<void>;
};

/** How what is called is told. */
type Teller = {
  readonly tell: Trail['tell'];
  readonly callerOf: (call: WireCall) => Promise<Caller>;
  readonly onUnread: (reason: string) => void;
};

/** Tells the trail of each call that succeeds, before it is answered. @param invokedBy the service that calls, in the place of who signed */
const recorded =
  ({ tell, callerOf, onUnread }: Teller, invokedBy?: string): Layer =>
  async (call, pass) => {
    const answer = await pass(call);
    const heard = await hear(call, answer);
    if (heard.kind === 'unread') onUnread(heard.reason);
    if (heard.kind !== 'call') return answer;
    const { accountId, userIdentity } = await callerOf(call);
    const who = invokedBy === undefined ? userIdentity : { type: 'AWSService', invokedBy };
    await tell(heard.call, { accountId, region: call.region, userIdentity: who });
    return answer;
  };

/** Starts moto, and a proxy before it. */
export const startPlayedAws = async (): Promise<PlayedAws> => {
  const moto = await startMoto();
  const unread: string[] = [];
  const trail = openTrail({
    tagsOf: async (arn) => (isArn(arn) ? await tagsIn(provider, arn) : undefined) ?? new Map(),
    now: () => new Date().toISOString(),
  });
  const teller: Teller = {
    tell: trail.tell,
    callerOf: openCallers(passTo(moto.endpoint)),
    onUnread: (reason) => {
      unread.push(reason);
    },
  };
  const proxy = await startProxy({
    endpoint: moto.endpoint,
    layers: [
      recorded(teller),
      networkBalancers(),
      clusterSecurityGroups(recorded(teller, 'eks.amazonaws.com')),
      imageFilter,
    ],
  });
  const { provider } = openEmulated(proxy.endpoint);
  return {
    endpoint: proxy.endpoint,
    takeEvents: trail.take,
    unread: () => unread,
    stop: async () => {
      await proxy.stop();
      await moto.stop();
    },
  };
};
