import * as z from 'zod/mini';
import { type Status, statuses } from '../../settings/settings.ts';
import { readAnswer } from '../api.ts';
import { featureAnswer, featurePath } from '../feature-switch.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printTable } from '../table.ts';

const switchedAnswer = z.extend(featureAnswer, {
  /** Stages of before do not tell. */
  isUnchanged: z._default(z.boolean(), false),
  manages: z.array(z.object({ settingName: z.string(), status: z.enum(statuses) })),
});

const inWords = (status: Status, isUnchanged = false): string => {
  const already = isUnchanged ? ' already' : '';
  return status === 'Enable'
    ? `inheritance is on${already}`
    : `inheritance is off${already}; tags stay as they are`;
};

const show = async (session: Session): Promise<void> => {
  const answer = await session.api.call({ method: 'GET', path: featurePath });
  const { status } = readAnswer(featureAnswer, answer);
  tellAnswer(session, answer, () => session.terminal.print(inWords(status)));
};

const switchTo = async (session: Session, wanted: Status): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'PUT', path: featurePath, body: { status: wanted } });
  const { status, isUnchanged, manages } = readAnswer(switchedAnswer, answer);
  tellAnswer(session, answer, () => {
    terminal.print(inWords(status, isUnchanged));
    if (status === 'Disable') return;
    const rows = manages.map((rule) => [
      shownRule(rule.settingName),
      rule.status === 'Enable' ? 'enabled' : 'disabled',
    ]);
    terminal.print('');
    printTable(terminal, ['RULE', 'STATUS'], rows);
    const isAnyOn = manages.some((rule) => rule.status === 'Enable');
    if (!isAnyOn) terminal.tell('\nRules start disabled: heirtag rules enable RULE turns one on.');
  });
};

/** `heirtag feature`: the switch for the whole feature. */
export const addFeature = (root: Root, deps: CliDeps): void => {
  const feature = root
    .command('feature')
    .description('The switch for the whole feature: show, enable, disable.')
    .addHelpText('after', examplesText('feature show', 'feature enable', 'feature disable --json'));

  feature
    .command('show')
    .description('Say whether inheritance is on.')
    .addHelpText('after', examplesText('feature show', 'feature show --json'))
    .action((_, command) => show(openSession(command.optsWithGlobals(), deps)));

  feature
    .command('enable')
    .description('Turn inheritance on, and say what it manages. Rules start disabled.')
    .addHelpText('after', examplesText('feature enable'))
    .action((_, command) => switchTo(openSession(command.optsWithGlobals(), deps), 'Enable'));

  feature
    .command('disable')
    .description('Turn inheritance off. Inherited tags stay; rules keep their settings.')
    .addHelpText('after', examplesText('feature disable'))
    .action((_, command) => switchTo(openSession(command.optsWithGlobals(), deps), 'Disable'));
};
