import { describe, expect, it } from 'vitest';
import { readStageSettings } from '../../lib/read-stage-settings.ts';
import { alibabaRegions } from '../../lib/variants/readers.ts';

const read = (settings: object) => readStageSettings({ dev: settings }, 'dev');

describe('the settings of a stage', () => {
  it('have defaults for everything but the choice whether it is production', () => {
    expect(read({ production: false })).toMatchObject({
      simulator: false,
      sourceAccounts: [],
      workerMaxConcurrency: 10,
      cloudRegions: [...alibabaRegions.keys()],
    });
  });

  it.each([
    [{}, 'stages.dev.production: '],
    [{ production: 'yes' }, 'stages.dev.production: '],
    [{ production: true }, 'stages.dev.alarmEmails: expected at least one address in production'],
    [
      { production: true },
      'stages.dev.runbookUrl: expected the address of your copy of docs/runbook.md',
    ],
    [
      { production: false, runbookUrl: 'http://wiki' },
      'stages.dev.runbookUrl: expected an address',
    ],
    [{ production: false, account: '12' }, 'stages.dev.account: expected 12 digits'],
    [{ production: false, region: 'Frankfurt' }, 'stages.dev.region: expected an AWS region'],
    [{ production: false, logLevel: 'LOUD' }, 'stages.dev.logLevel: '],
    [{ production: false, archiveDays: -1 }, 'stages.dev.archiveDays: '],
    [{ production: false, alarmEmails: ['night'] }, 'stages.dev.alarmEmails.0: '],
    [{ production: false, workerMemory: 512 }, 'stages.dev.workerMemory: is no setting'],
    [{ production: false, workerMaxConcurrency: 1 }, 'stages.dev.workerMaxConcurrency: '],
    [{ production: false, workerTimeoutSeconds: 901 }, 'stages.dev.workerTimeoutSeconds: '],
    [{ production: false, logRetentionDays: 31 }, 'stages.dev.logRetentionDays: '],
    [{ production: false, busName: 'default' }, 'stages.dev.busName: is a name that AWS keeps'],
    [{ production: false, busName: 'a bus' }, 'stages.dev.busName: expected 1 to 256 letters'],
    [{ production: false, sourceAccounts: ['123'] }, 'stages.dev.sourceAccounts.0: expected 12'],
    [{ production: false, sourceOrganization: 'us' }, 'stages.dev.sourceOrganization: expected'],
    [{ production: false, cloudRegions: [] }, 'stages.dev.cloudRegions: '],
    [
      { production: false, intentSeconds: 60, maxReceives: 5 },
      'stages.dev.intentSeconds: is longer than',
    ],
    [
      { production: false, jobResourcesPerSecond: 401, jobLanes: 2 },
      'stages.dev.jobResourcesPerSecond: is more than its lanes were seen to reach: no run of one lane came to more than 200',
    ],
    [
      { production: false, jobLanes: 4, workerMaxConcurrency: 5 },
      'stages.dev.jobLanes: leaves no worker to live events',
    ],
    [{ production: false, jobLanes: 9 }, 'stages.dev.jobLanes: '],
  ])('%j are refused by the name of the setting', (settings, message) => {
    expect(() => read(settings)).toThrow(message);
  });

  it('name a region outside the 24, and the 24', () => {
    expect(() => read({ production: false, cloudRegions: ['cn-beijing', 'me-east-1'] })).toThrow(
      `stages.dev.cloudRegions.1: "me-east-1" is none of the 24 regions that support tag inheritance: ${[...alibabaRegions.keys()].join(', ')}`,
    );
  });

  it('name everything that is wrong at once', () => {
    expect(() => read({ retrySeconds: 0, inlineHeirs: 501 })).toThrow(
      /production.*\n.*retrySeconds.*\n.*inlineHeirs/,
    );
  });
});

describe('the name of a stage', () => {
  it.each([undefined, '', 'Dev', '1st', 'with space', 'a'.repeat(21), 5])(
    '%j is refused, and the message shows how to name one',
    (stage) => {
      expect(() => readStageSettings({}, stage)).toThrow(
        'expected 1 to 20 small letters, digits and -, as in: cdk synth -c stage=dev',
      );
    },
  );

  it('must be one that cdk.json has settings for', () => {
    expect(() => readStageSettings({ dev: {}, production: {} }, 'test')).toThrow(
      'stages.test is missing in cdk.json; there are dev, production',
    );
    expect(() => readStageSettings(undefined, 'test')).toThrow('there are none');
  });
});
