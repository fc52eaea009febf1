import { type Doctor, type Finding, unknown } from '../../doctor.ts';
import { accountsOf, examineAccount, type Site, stackOf } from './accounts.ts';
import { examineAlarms } from './alarms.ts';
import { placeOf } from './look.ts';
import { type DoctorAccess, operatorOf } from './operator.ts';
import { examineConcurrency, readStageFacts } from './stage-facts.ts';

/** Of an organization the API alone tells which accounts have turned something on. */
const unknownAccounts = ({ stage, rulesOn, facts }: Site): readonly Finding[] =>
  facts.settings.isOrganization && rulesOn === undefined
    ? [
        unknown('account', `stage ${stage}`, {
          says: "it serves an organization, and its API did not tell which accounts' rules are on",
          mend: 'Look again when the API answers.',
        }),
      ]
    : [];

/**
 * Opens who looks at what a stage needs of AWS: accounts one after the other, so that it takes a small part of what
 * their APIs allow.
 */
export const createAwsDoctor = (access: DoctorAccess): Doctor => ({
  cloud: 'aws',
  examine: async (examined) => {
    const { stage, region: home, rulesOn } = examined;
    if (home === undefined) {
      return [
        unknown('stage', `stage ${stage}`, {
          says: 'nobody said in which region of AWS it lives',
          mend: 'Name it: --region REGION.',
        }),
      ];
    }
    const operator = operatorOf(examined, access);
    const clients = operator.openOwn(home);
    const facts = await readStageFacts(clients, stage, home);
    if (!('settings' in facts)) return facts;

    const { ownAccount } = facts.settings;
    const site: Site = { stage, home, rulesOn, facts, open: operator.openFor(ownAccount) };
    const place = placeOf({ accountId: ownAccount, region: home });
    const findings: Finding[] = [
      ...unknownAccounts(site),
      ...(await examineConcurrency(clients, facts, place)),
      ...(await examineAlarms(clients, {
        stage,
        expected: facts.alarms,
        where: place,
        madeBy: stackOf(site),
      })),
    ];
    for (const accountId of accountsOf(site)) {
      findings.push(...(await examineAccount(site, accountId)));
    }
    return findings;
  },
});

/** Looks at what a stage needs of AWS, with the operator's credentials. */
export const awsDoctor: Doctor = createAwsDoctor({});
