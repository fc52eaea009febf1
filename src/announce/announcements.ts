/** What the service can announce on its bus, in the order in which it is documented. */
export const announcementKinds = [
  'TagsChanged',
  'TagRefused',
  'TagContested',
  'SweepFoundDrift',
  'JobEnded',
  'RuleChanged',
] as const;
export type AnnouncementKind = (typeof announcementKinds)[number];

/** `source` of all announcements. No rule of a stage lets it through: they lead to nothing of ours. */
export const announcementSource = 'heirtag';

/** Given anew when a field goes or changes its meaning; a new field leaves it as it is. */
export const announcementVersion = 1;

/** `detail-type` of each kind. */
export const detailTypes: Readonly<Record<AnnouncementKind, string>> = {
  TagsChanged: 'Tags Changed',
  TagRefused: 'Tag Refused',
  TagContested: 'Tag Contested',
  SweepFoundDrift: 'Sweep Found Drift',
  JobEnded: 'Job Ended',
  RuleChanged: 'Rule Changed',
};

/** Something to announce; `announcement-schemas.ts` says what `facts` are. */
export type Announcement = {
  readonly kind: AnnouncementKind;
  /** Whose it is; null for what is about all accounts. */
  readonly accountId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
};
