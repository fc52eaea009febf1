import { historyEntry, printHistory } from '../history-words.ts';
import { tellCut, withRange } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { ruleMeant, ruleText } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

type Filter = {
  readonly resource: string | undefined;
  readonly rule: string | undefined;
  readonly key: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly limit: number;
};

const list = async (session: Session, filter: Filter): Promise<void> => {
  const { api, terminal } = session;
  const { rule, key, from, to, limit } = filter;
  const resource =
    filter.resource === undefined ? undefined : await arnMeant(session, filter.resource);
  const settingName = rule === undefined ? undefined : ruleMeant(rule).settingName;
  const { answer, items, isCut } = await readPages(
    api,
    {
      method: 'GET',
      path: ['history'],
      ...(resource === undefined ? {} : { accountId: ownerOf(resource) }),
      query: { resource, settingName, key, from, to },
    },
    { field: 'entries', item: historyEntry, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('The history has no such entries.');
    printHistory(terminal, items);
    tellCut(terminal, isCut);
  });
};

/** `heirtag history`: what was done to tags. */
export const addHistory = (root: Root, deps: CliDeps): void => {
  withRange(root.command('history'))
    .description('List what was set, removed and refused, newest first, and who caused it.')
    .option(
      '--resource <arn|id>',
      'only of this resource: an ARN, or an id such as d-1',
      resourceName,
    )
    .option('--key <key>', 'only of this tag key')
    .option('--rule <rule>', 'only under this rule: ecs-instance/ecs-disk', ruleText)
    .addHelpText(
      'after',
      examplesText(
        'history --from 2h',
        'history --resource d-1 --key cost',
        'history --rule ecs-instance/ecs-disk --limit 1000 --json',
      ),
    )
    .action(({ resource, rule, key, from, to, limit }, command) =>
      list(openSession(command.optsWithGlobals(), deps), { resource, rule, key, from, to, limit }),
    );
};
