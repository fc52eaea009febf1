import type { Examined, Finding } from '../../clouds/doctor.ts';
import { fine, unknown } from '../../clouds/doctor.ts';
import { countOf } from '../cells.ts';
import { EndedWith } from '../ended-with.ts';
import { gatewayRegion } from '../gateway.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openReach, openSession, type Session, tellAnswer } from '../session.ts';
import { askStage, type Told } from '../stage-findings.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

type Wanted = Omit<Examined, 'stage' | 'rulesOn'> & {
  /** As the operator says; the API tells it unless given. */
  readonly stage: string | undefined;
};

const states = {
  fine: { text: 'fine', style: 'green' },
  mend: { text: 'mend', style: 'red' },
  unknown: { text: 'cannot tell', style: 'yellow' },
} as const satisfies Readonly<Record<Finding['state'], Cell>>;

const headings: readonly Heading[] = [
  'CHECK',
  { heading: 'WHERE', ifLong: 'fold' },
  'STATE',
  { heading: 'HOW IT IS, AND WHAT TO DO', ifLong: 'fold' },
];

const rowOf = ({ check, where, state, says, mend }: Finding): readonly Cell[] => [
  check,
  where,
  states[state],
  mend === null ? says : `${says.replace(/\.$/, '')}. ${mend}`,
];

/** Looks at each cloud of the stage; all that there are where it could not say which it has. */
const examineClouds = async (
  told: Told | undefined,
  { stage = told?.stage, ...wanted }: Wanted,
): Promise<readonly Finding[]> => {
  if (stage === undefined) return [];
  const { doctors } = await import('#doctors');
  const known = doctors.map(({ cloud }) => ({ name: cloud, isSimulated: false }));
  const findings: Finding[] = [];
  for (const { name, isSimulated } of told?.clouds ?? known) {
    const doctor = doctors.find(({ cloud }) => cloud === name);
    const where = `stage ${stage}`;
    if (isSimulated) {
      findings.push(fine('cloud', where, `${name} is simulated: nothing of it is elsewhere`));
    } else if (doctor === undefined) {
      findings.push(
        unknown('cloud', where, {
          says: `this version does not look at what ${name} needs`,
          mend: `docs/${name}.md says what that is.`,
        }),
      );
    } else {
      findings.push(...(await doctor.examine({ ...wanted, stage, rulesOn: told?.rulesOn })));
    }
  }
  return findings;
};

const summaryOf = (findings: readonly Finding[]): string => {
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  return `${countOf(count('fine'), 'thing')} fine, ${count('mend')} to mend, ${count('unknown')} that cannot be told`;
};

/** 0: all is fine; 1: something is to be mended; 2: nothing is, as far as it could be looked at. */
const exitCodeOf = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (findings.some(({ state }) => state === 'mend')) return 1;
  return findings.some(({ state }) => state === 'unknown') ? 2 : 0;
};

const examine = async (session: Session, wanted: Wanted): Promise<void> => {
  const { terminal } = session;
  const { told, findings: ofStage } = await askStage(session);
  const findings = [...ofStage, ...(await examineClouds(told, wanted))];
  tellAnswer(session, { findings }, () => {
    printTable(terminal, headings, findings.map(rowOf));
    terminal.tell(summaryOf(findings));
  });
  const exitCode = exitCodeOf(findings);
  if (exitCode !== 0) throw new EndedWith(exitCode);
};

/** `heirtag doctor`: whether a stage has what it needs, and how to mend it. */
export const addDoctor = (root: Root, deps: CliDeps): void => {
  root
    .command('doctor')
    .description(
      'Check what a stage needs: roles, permissions, event rules and their targets, alarms, trails, quotas, clocks. Exit codes: 0 all fine, 1 something to mend, 2 something cannot be told.',
    )
    .option('--stage <name>', 'the stage, where its API cannot say')
    .option('--assume-role <name>', 'role to look with in other accounts of the stage')
    .addHelpText(
      'after',
      `
It changes nothing, and looks with your own credentials of AWS (--profile).
What you may not see is told as such, with the permission that it takes.
${examplesText(
  'doctor',
  'doctor --assume-role OrganizationAccountAccessRole --json',
  'doctor --stage prod --region eu-central-1    # where the API does not answer',
)}`,
    )
    .action(({ stage, assumeRole: roleElsewhere }, command) => {
      const globals = command.optsWithGlobals();
      const region = globals.region ?? gatewayRegion(openReach(globals).endpoint);
      const { profile } = globals;
      return examine(openSession(globals, deps), { stage, region, profile, roleElsewhere });
    });
};
