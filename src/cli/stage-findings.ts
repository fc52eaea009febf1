import * as z from 'zod/mini';
import type { SettingName } from '../clouds/cloud.ts';
import { type Finding, fine, toMend, unknown } from '../clouds/doctor.ts';
import { HeirtagError } from '../model/errors.ts';
import { readAnswer } from './api.ts';
import { readPages } from './pages.ts';
import type { Session } from './session.ts';

/** Beyond this a clock misleads: what is young, and what may be late, is told by it. Seconds. */
const mostSkewSeconds = 30;

/** Accounts that are asked about one by one. */
const mostAccounts = 1000;

const aboutAnswer = z.object({
  stage: z.string(),
  clouds: z.array(z.object({ name: z.string(), isSimulated: z.boolean() })),
});

const accountAnswer = z.object({
  accountId: z.string(),
  feature: z.enum(['Enable', 'Disable']),
  rulesOn: z.number(),
});

const ruleAnswer = z.object({ settingName: z.string(), status: z.string() });

/** Of whatever cloud: this command may know fewer of them than the stage. */
const isRule = (name: string): name is SettingName => name.startsWith('rule:');

const queueAnswer = z.object({ dead: z.number() });

/** What a stage says of itself. */
export type Told = z.infer<typeof aboutAnswer> & {
  readonly rulesOn: ReadonlyMap<string, ReadonlySet<SettingName>> | undefined;
};

const reasonOf = (thrown: unknown): string => {
  if (thrown instanceof HeirtagError) return `${thrown.message} (${thrown.code})`;
  throw thrown;
};

/** Compares the clock of this machine with the one that answers. @param date header of an answer @param now ms since the epoch */
export const clockFinding = (date: string | null, now: number, where: string): Finding => {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) {
    return unknown('clock', where, {
      says: 'the answer has no date',
      mend: 'Ask the service itself, and not what stands between.',
    });
  }
  const seconds = Math.round((now - theirs) / 1000);
  const apart = `this machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'} of the stage's`;
  return Math.abs(seconds) <= mostSkewSeconds
    ? fine(
        'clock',
        where,
        `this machine's clock and the stage's differ by ${mostSkewSeconds} s at the most`,
      )
    : toMend('clock', where, {
        says: `${apart}: signed calls are refused at five minutes`,
        mend: 'Let the machine set its clock by the network (NTP).',
      });
};

const readRulesOn = async ({ api }: Session) => {
  const { items } = await readPages(
    api,
    { method: 'GET', path: ['accounts'], isForStage: true },
    { field: 'accounts', item: accountAnswer, most: mostAccounts },
  );
  const rulesOn = new Map<string, ReadonlySet<SettingName>>();
  for (const { accountId, feature, rulesOn: count } of items) {
    if (feature !== 'Enable' || count === 0) {
      rulesOn.set(accountId, new Set());
      continue;
    }
    const rules = await readPages(
      api,
      { method: 'GET', path: ['accounts', accountId, 'rules'], isForStage: true },
      { field: 'rules', item: ruleAnswer, most: mostAccounts },
    );
    const on = rules.items.filter(({ status }) => status === 'Enable');
    rulesOn.set(accountId, new Set(on.map(({ settingName }) => settingName).filter(isRule)));
  }
  return rulesOn;
};

const ruleFinding = (rulesOn: NonNullable<Told['rulesOn']>, where: string): Finding => {
  const inheriting = [...rulesOn.values()].filter(({ size }) => size > 0).length;
  return inheriting > 0
    ? fine('rules', where, `rules are on in ${inheriting} of ${rulesOn.size} accounts`)
    : toMend('rules', where, {
        says: 'no account has a rule on: nothing inherits',
        mend: 'heirtag feature enable, and heirtag rules enable RULE, with --account.',
      });
};

const letterFinding = async ({ api }: Session, where: string): Promise<Finding> => {
  const answer = await api.call({ method: 'GET', path: ['queue'], isForStage: true });
  const { dead } = readAnswer(queueAnswer, answer);
  return dead === 0
    ? fine('dead letters', where, 'there are none')
    : toMend('dead letters', where, {
        says: `${dead} messages were given up`,
        mend: 'heirtag dead-letters list tells why; heirtag dead-letters redrive tries them again.',
      });
};

/** Asks the stage's own API. @returns what it says of itself, if it answers, and findings */
export const askStage = async (
  session: Session,
): Promise<{ readonly told: Told | undefined; readonly findings: readonly Finding[] }> => {
  const findings: Finding[] = [];
  let told: Told | undefined;
  let where = 'the API';
  try {
    const call = { method: 'GET', path: ['about'], isForStage: true } as const;
    const { text, headers } = await session.api.read(call, 'application/json');
    const about = readAnswer(aboutAnswer, JSON.parse(text));
    where = `stage ${about.stage}`;
    told = { ...about, rulesOn: undefined };
    findings.push(clockFinding(headers.get('date'), Date.now(), where));
    const rulesOn = await readRulesOn(session);
    told = { ...about, rulesOn };
    findings.push(ruleFinding(rulesOn, where), await letterFinding(session, where));
  } catch (thrown) {
    findings.push(
      unknown('api', where, {
        says: reasonOf(thrown),
        mend: 'Mend what it says. With --stage and --region its clouds are looked at all the same.',
      }),
    );
  }
  return { told, findings };
};
