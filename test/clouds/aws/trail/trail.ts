import type { Random } from '../../../reliability/random.ts';
import { eventOfCall, type MadeCall, type Scope } from './call-record.ts';
import { tagChangesBy, tagNoticeOf } from './tag-notice.ts';

export type TrailOptions = {
  readonly scope: Scope;
  /** All tags that a resource has now. @param arn of a resource whose tags a call changed */
  readonly tagsOf: (arn: string) => Promise<ReadonlyMap<string, string>>;
  readonly now: () => string;
  /** Where events go. */
  readonly deliver: (event: object) => Promise<void>;
  /** How well events are delivered; each once, in order, unless given. */
  readonly weather?: Weather;
};

/** How events come: one in so many is lost, or comes twice; all wait until they are let go, in any order. */
export type Weather = {
  readonly random: Random;
  readonly lostOneIn: number;
  readonly doubledOneIn: number;
};

/** AWS's ways of telling what was done, in front of an emulator that tells nothing. */
export type Trail = {
  /** Tells a call that succeeded. */
  readonly tell: (call: MadeCall) => Promise<void>;
  /** Lets go what waits. */
  readonly flush: () => Promise<void>;
  /**
   * Tells every call that a client makes with success:
   * `client.middlewareStack.add(trail.watching('ec2'), { step: 'initialize', name: 'trail' })`.
   */
  readonly watching: (
    service: string,
  ) => <Args extends { readonly input: object }, Answer extends { readonly output: object }>(
    next: (args: Args) => Promise<Answer>,
    context: { readonly commandName?: string },
  ) => (args: Args) => Promise<Answer>;
};

/** Opens a trail. Calls that only read are told of nobody. */
export const openTrail = ({ scope, tagsOf, now, deliver, weather }: TrailOptions): Trail => {
  const waiting: object[] = [];
  let told = 0;

  const stamp = () => {
    told += 1;
    return { id: `e-${told}`, time: now() };
  };

  const put = async (event: object): Promise<void> => {
    if (weather === undefined) return deliver(event);
    const { random, lostOneIn, doubledOneIn } = weather;
    if (random.isOneIn(lostOneIn)) return;
    waiting.push(event, ...(random.isOneIn(doubledOneIn) ? [event] : []));
  };

  const tell = async (call: MadeCall): Promise<void> => {
    if (/^(Describe|Get|List)/.test(call.name)) return;
    await put(eventOfCall(call, scope, stamp()));
    for (const change of tagChangesBy(call, scope)) {
      await put(tagNoticeOf(change, await tagsOf(change.arn), { ...scope, ...stamp() }));
    }
  };

  return {
    tell,
    flush: async () => {
      const events = waiting.splice(0);
      for (const event of weather?.random.shuffled(events) ?? events) await deliver(event);
    },
    watching:
      (service) =>
      (next, { commandName = '' }) =>
      async (args) => {
        const answer = await next(args);
        const name = commandName.replace(/Command$/, '');
        await tell({ service, name, input: args.input, output: answer.output });
        return answer;
      },
  };
};
