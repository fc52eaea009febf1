import type { Announcement, AnnouncementKind } from '../announce/announcements.ts';
import { parseArn } from '../clouds/arn.ts';
import type { Outcome } from '../engine/outcome.ts';
import { type Key, ownCauses } from '../queue/message.ts';

/** What there is to announce of a look at a resource. */
export const announcementsOf = (
  { arn, cause }: Pick<Key, 'arn' | 'cause'>,
  { kind: outcome, changes, refusals, contested }: Outcome,
): readonly Announcement[] => {
  const { eventId, eventName, eventTime, principal } = cause;
  const of = (kind: AnnouncementKind, facts: object): Announcement => ({
    kind,
    accountId: parseArn(arn).accountId,
    facts: { resource: arn, cause: { eventId, eventName, eventTime, principal }, ...facts },
  });
  const wasSwept = eventName === ownCauses.sweep;
  return [
    ...(changes.length > 0 ? [of('TagsChanged', { changes })] : []),
    ...(changes.length > 0 && wasSwept ? [of('SweepFoundDrift', { changes })] : []),
    // What was refused before is no news: a look that finds it so writes nothing.
    ...(refusals.length > 0 && outcome === 'changed' ? [of('TagRefused', { refusals })] : []),
    ...(contested.length > 0 ? [of('TagContested', { keys: contested })] : []),
  ];
};
