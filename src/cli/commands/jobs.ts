import { Option } from '@commander-js/extra-typings';
import { InvalidInputError } from '../../model/errors.ts';
import { readAnswer } from '../api.ts';
import { jobBody } from '../job-body.ts';
import { isActive, jobFacts, jobHeadings, jobRow, jobSchema } from '../job-words.ts';
import { tellCut, withLimit } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Root } from '../root.ts';
import { ruleMeant, ruleText } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printFacts, printTable } from '../table.ts';
import { assertDone, placeOfJob, readJob, readWholeJob, watchJob } from '../watch-job.ts';

const tellJob = (session: Session, answer: unknown): void => {
  const job = readAnswer(jobSchema, answer);
  tellAnswer(session, answer, () => {
    printFacts(session.terminal, jobFacts(job));
  });
};

const watch = async (session: Session, id: string): Promise<void> => {
  const { answer, job } = await watchJob(session, id);
  tellJob(session, answer);
  assertDone(job);
};

const start = async (session: Session, body: object, isToWatch: boolean): Promise<void> => {
  const { api, terminal, isJson } = session;
  const answer = await api.call({ method: 'POST', path: ['jobs'], body });
  const { id } = readAnswer(jobSchema, answer);
  if (isToWatch) return watch(session, id);
  tellJob(session, answer);
  if (!isJson) terminal.tell(`heirtag jobs watch ${id} shows how it goes.`);
};

type Filter = {
  readonly status: string | undefined;
  readonly rule: string | undefined;
  readonly kind: string | undefined;
  readonly by: string | undefined;
  readonly limit: number;
};

const list = async (session: Session, { status, rule, kind, by, limit }: Filter): Promise<void> => {
  const { api, terminal } = session;
  const settingName = rule === undefined ? undefined : ruleMeant(rule).settingName;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['jobs'], query: { status, settingName, kind, startedBy: by } },
    { field: 'jobs', item: jobSchema, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('There are no such jobs.');
    printTable(terminal, jobHeadings, items.map(jobRow));
    tellCut(terminal, isCut);
  });
};

const end = async (session: Session, id: string, action: 'cancel' | 'resume'): Promise<void> => {
  const { path, ...place } = placeOfJob((await readJob(session, id)).job);
  const call = { method: 'POST', path: [...path, action], ...place } as const;
  tellJob(session, await session.api.call(call));
};

/** The one active job; when none is, the newest. @throws InvalidInputError when several are active, or there is none */
const oneToWatch = async ({ api }: Session): Promise<string> => {
  const { items } = await readPages(
    api,
    { method: 'GET', path: ['jobs'] },
    { field: 'jobs', item: jobSchema, most: 100 },
  );
  const active = items.filter(isActive);
  const [job, another] = active.length > 0 ? active : items.slice(0, 1);
  if (job !== undefined && another === undefined) return job.id;
  throw new InvalidInputError({
    code: 'WrongUsage',
    message:
      job === undefined
        ? 'there is no job, and none of the last 30 days; heirtag jobs start starts one'
        : `name one of the active jobs: ${active.map(({ id }) => id).join(', ')}`,
  });
};

const jobKinds = ['backfill', 'sweep'] as const;

const statuses = ['waiting', 'counting', 'running', 'done', 'cancelled', 'failed'];

/** `heirtag jobs`: backfills and sweeps. */
export const addJobs = (root: Root, deps: CliDeps): void => {
  const jobs = root
    .command('jobs')
    .description('Backfills (apply a rule to what there is) and sweeps (find and repair drift).')
    .addHelpText(
      'after',
      examplesText(
        'jobs start backfill ecs-instance/ecs-disk --watch',
        'jobs start sweep',
        'jobs list --status running',
        'jobs watch',
        'plan backfill ecs-instance/ecs-disk    # what would change?',
      ),
    );

  jobs
    .command('start')
    .description('Start a job by hand.')
    .addArgument(jobs.createArgument('<kind>', 'what to do').choices(jobKinds))
    .argument('[rule]', 'of a backfill, the rule: ecs-instance/ecs-disk', ruleText)
    .option('--watch', 'show how it goes until it ends')
    .addHelpText(
      'after',
      examplesText('jobs start backfill ecs-instance/ecs-disk --watch', 'jobs start sweep'),
    )
    .action((kind, rule, { watch: isToWatch = false }, command) =>
      start(openSession(command.optsWithGlobals(), deps), jobBody(kind, rule), isToWatch),
    );

  withLimit(jobs.command('list'))
    .description('List jobs, newest first.')
    .addOption(
      new Option(
        '--status <status>',
        'only those that are; counting: those that run, and of which not all is counted yet',
      ).choices(statuses),
    )
    .option('--rule <rule>', 'only of this rule: ecs-instance/ecs-disk', ruleText)
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(jobKinds))
    .option('--by <text>', 'only of callers whose name has this in it')
    .addHelpText(
      'after',
      examplesText(
        'jobs list',
        'jobs list --status running',
        'jobs list --kind sweep',
        'jobs list --rule ecs-i/ecs-d --json',
      ),
    )
    .action(({ status, rule, kind, by, limit }, command) =>
      list(openSession(command.optsWithGlobals(), deps), { status, rule, kind, by, limit }),
    );

  jobs
    .command('show')
    .description('Tell all about a job.')
    .argument('<id>', 'its id, or how it begins')
    .addHelpText('after', examplesText('jobs show j1kjm6jm'))
    .action(async (id, _, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      tellJob(session, (await readWholeJob(session, id)).answer);
    });

  jobs
    .command('watch')
    .description('Show how a job goes until it ends. Ctrl-C ends the watching, not the job.')
    .argument(
      '[id]',
      'its id, or how it begins; the one that is active unless given, else the newest',
    )
    .addHelpText('after', examplesText('jobs watch', 'jobs watch j1kjm6jm && echo done'))
    .action(async (id, _, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      await watch(session, id ?? (await oneToWatch(session)));
    });

  jobs
    .command('cancel')
    .description('End a job, or pause it: resume goes on with it. What it has done stays done.')
    .argument('<id>', 'its id, or how it begins')
    .addHelpText('after', examplesText('jobs cancel j1kjm6jm'))
    .action((id, _, command) => end(openSession(command.optsWithGlobals(), deps), id, 'cancel'));

  jobs
    .command('resume')
    .description('Go on with a job that was cancelled (to pause it), failed, or got stuck.')
    .argument('<id>', 'its id, or how it begins')
    .addHelpText('after', examplesText('jobs resume j1kjm6jm'))
    .action((id, _, command) => end(openSession(command.optsWithGlobals(), deps), id, 'resume'));
};
