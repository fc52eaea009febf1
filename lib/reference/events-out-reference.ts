import { relative } from 'node:path/posix';
import {
  type AnnouncementKind,
  announcementKinds,
  announcementSource,
  detailTypes,
} from '../../src/announce/announcements.ts';
import { announcementSchemaFile } from './schemas.ts';

const when: Readonly<Record<AnnouncementKind, string>> = {
  TagsChanged: 'tags of a resource were set or taken away',
  TagRefused: 'a tag could not be set, such as beyond the quota; once, not at every later look',
  TagContested: 'a tag is left to whoever keeps changing it back',
  SweepFoundDrift: 'a sweep found tags wrong and made them right; `Tags Changed` comes with it',
  JobEnded: 'a backfill or sweep is done, failed or was cancelled',
  RuleChanged: 'the feature or rules of an account were changed, whoever did it and however',
};

const row = (kind: AnnouncementKind): string => {
  const schema = relative('docs', announcementSchemaFile(kind));
  return `| \`${kind}\` | \`${detailTypes[kind]}\` | ${when[kind]} | [schema](${schema}) |`;
};

const patternOf = (kind: AnnouncementKind): string =>
  JSON.stringify({ source: [announcementSource], 'detail-type': [detailTypes[kind]] });

/** Makes \`docs/events-out.md\`. */
export const eventsOutReference = (): string => `# Events out

Made from \`src/announce\` by \`npm run docs\`.

A stage can announce on its bus what it did, for those who want to act on it: chat, tickets, a data lake. Nothing is
announced unless the stage's setting \`eventsOut\` names it:

\`\`\`json
{ "eventsOut": ["TagContested", "JobEnded"] }
\`\`\`

| \`eventsOut\` | \`detail-type\` | comes when | \`detail\` |
|---|---|---|---|
${announcementKinds.map(row).join('\n')}

\`source\` is \`${announcementSource}\`. Every \`detail\` has \`version\`, \`stage\`, \`accountId\` and \`time\`. \`version\` is another one when a
field goes or changes its meaning; new fields may come at any time. The schemas lie in \`docs/events\`: in the repository, on
the site of the documents, and in the [package](package.md), where \`heirtag/schemas/events/<name>\` names them, too. Values of tags are in none of them, only keys: the history
has both (\`GET /v1/history\`), for those who may read it.

Patterns for rules of your own on the stage's bus:

\`\`\`json
${announcementKinds.map(patternOf).join('\n')}
\`\`\`

An announcement comes after the thing itself, and at most a few times: once, as a rule; twice where a message is worked off
twice; not at all where a process dies in between or the bus does not answer (\`announcements are lost\` in the log). The
history is the record. No rule of the stage lets announcements through, and nothing of it reads them: they cannot loop. The
archive of the bus keeps them like all else.

An alert for tags that somebody fights over, from an app of your own:

\`\`\`ts
new Rule(this, 'Contested', {
  eventBus: tags.bus,
  eventPattern: { source: ['${announcementSource}'], detailType: ['${detailTypes.TagContested}'] },
  targets: [new SnsTopic(topic)],
});
\`\`\`
`;
