import * as z from 'zod/mini';
import { type Status, statuses } from '../../settings/settings.ts';
import { readAnswer } from '../api.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printTable } from '../table.ts';

const path = ['feature'];
const statusAnswer = z.object({ status: z.enum(statuses) });
const switchedAnswer = z.extend(statusAnswer, {
  manages: z.array(z.object({ settingName: z.string(), status: z.enum(statuses) })),
});

const inWords = (status: Status): string =>
  status === 'Enable' ? 'inheritance is on' : 'inheritance is off; tags stay as they are';

const show = async (session: Session): Promise<void> => {
  const answer = await session.api.call({ method: 'GET', path });
  const { status } = readAnswer(statusAnswer, answer);
  tellAnswer(session, answer, () => session.terminal.print(inWords(status)));
};

const switchTo = async (session: Session, wanted: Status): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'PUT', path, body: { status: wanted } });
  const { status, manages } = readAnswer(switchedAnswer, answer);
  tellAnswer(session, answer, () => {
    terminal.print(inWords(status));
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
