import type { Since } from '../queue/message.ts';
import { covers, joined, type Reach } from '../queue/reach.ts';

/** One batch of messages. Whatever is done for it begins after the queue gave out all of them. */
export type BatchTime = {
  /** When the queue gave out the last of them, if it says so. By its clock, milliseconds since the epoch. */
  readonly receivedAt: number | undefined;
};

/** For whom something is looked at. */
export type LookRequest = {
  readonly batch: BatchTime;
  readonly since: Since;
  readonly reach: Reach;
  /** It decides what others would wait for; false unless given. A look for a last try does for last tries only. */
  readonly isLast?: boolean;
  /**
   * The cloud may not show yet what makes us look, and what could not be taken back is not done; false unless
   * given. A look for such a request does for none for which it is sure to.
   */
  readonly isYoung?: boolean;
};

/**
 * Does a look, or shares one with others: a look at the same thing that began after the change and
 * reaches as far.
 */
export type Looks<T> = (
  name: string,
  request: LookRequest,
  look: (reach: Reach) => Promise<T>,
) => Promise<T>;

export type LooksOptions = {
  /** Looks that are remembered; the oldest are forgotten first. */
  readonly most: number;
  /** How far the clocks of the queue's machines may be apart, and how late the cloud may show a change. Milliseconds. */
  readonly marginMs: number;
};

type Look<T> = Omit<LookRequest, 'since'> & {
  readonly answer: Promise<T>;
  hasFailed: boolean;
};

/**
 * Remembers the looks of a process. A message only says "look again", so that one look which began
 * after many changes does for all of them. Two times are compared, both the queue's own: a change was
 * made before its message was sent, and a look began after its batch was received. For a message that
 * comes again neither says enough (its first delivery may have left an intent): it has no `since`.
 *
 * In one batch nothing is looked at twice that would reach no farther, however it ends; nor twice at once.
 * A look of another batch that failed does for nobody.
 */
export const createLooks = <T>({ most, marginMs }: LooksOptions): Looks<T> => {
  /** name → its latest looks, the last one last; none of them does what a later one does. */
  const known = new Map<string, readonly Look<T>[]>();

  const start = (
    name: string,
    { batch, reach, isLast = false, isYoung = false }: Omit<LookRequest, 'since'>,
    look: (reach: Reach) => Promise<T>,
  ): Promise<T> => {
    const answer = look(reach);
    const begun: Look<T> = { batch, reach, isLast, isYoung, answer, hasFailed: false };
    begun.answer.catch(() => {
      begun.hasFailed = true;
    });
    const before = known.get(name) ?? [];
    known.delete(name);
    known.set(name, [...before.filter((each) => !covers(reach, each.reach)), begun]);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return begun.answer;
  };

  const isInTimeFor = ({ batch, hasFailed, isLast }: Look<T>, request: LookRequest): boolean => {
    if (batch === request.batch) return !hasFailed || isLast || request.isLast !== true;
    const { receivedAt } = batch;
    const { since } = request;
    if (hasFailed || receivedAt === undefined || since === undefined) return false;
    return since + marginMs < receivedAt;
  };

  const once: Looks<T> = async (name, request, look) => {
    const all = known.get(name) ?? [];
    const inTime = all.filter((each) => isInTimeFor(each, request));
    const shared = inTime.findLast(
      ({ reach, isLast, isYoung }) =>
        covers(reach, request.reach) &&
        (!isLast || request.isLast === true) &&
        (!isYoung || request.isYoung === true),
    );
    const last = shared ?? inTime.at(-1);
    if (last === undefined) return start(name, request, look);
    try {
      const answer = await last.answer;
      if (last === shared) return answer;
    } catch (error) {
      // A last try decides what others wait for.
      const mayDecide = request.isLast === true && !last.isLast;
      if (last.batch === request.batch && !mayDecide) throw error;
    }
    // Another may have begun meanwhile.
    if (last.hasFailed || known.get(name) !== all) return once(name, request, look);
    const reach = joined(last.reach, request.reach);
    return start(name, { ...request, reach }, look);
  };
  return once;
};
