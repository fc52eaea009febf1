import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { clockFinding } from '../../src/cli/stage-findings.ts';
import { type Listening, listenOnLoopback } from '../loopback.ts';
import { programDeps, recordingTerminal } from './program-fixture.ts';

const simulated = { stage: 'test', clouds: [{ name: 'alibaba', isSimulated: true }] };

/** What the API of a stage answers at each path, unless a test says otherwise. */
const healthy: Readonly<Record<string, unknown>> = {
  '/v1/about': simulated,
  '/v1/accounts': { accounts: [{ accountId: '1', feature: 'Enable', rulesOn: 1 }], next: null },
  '/v1/accounts/1/rules': { rules: [{ settingName: 'rule:a:b:c', status: 'Enable' }], next: null },
  '/v1/queue': { waiting: 0, inFlight: 0, dead: 0 },
};

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.stop();
  listening = undefined;
});

/** Runs `heirtag doctor` against an API. */
const doctor = async (changes: Readonly<Record<string, unknown>>, ...args: readonly string[]) => {
  const answers = { ...healthy, ...changes };
  listening = await listenOnLoopback(
    createServer((request, response) => {
      const answer = answers[new URL(request.url ?? '', 'http://any').pathname];
      response.writeHead(answer === undefined ? 403 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { message: 'Forbidden' }));
    }),
  );
  const terminal = recordingTerminal();
  const all = ['--endpoint', listening.endpoint, 'doctor', ...args];
  const exitCode = await runCli(all, { ...programDeps(), terminal });
  return { exitCode, text: terminal.lines.join('\n') };
};

describe('heirtag doctor', () => {
  it('ends with 0 where all is fine', async () => {
    const { exitCode, text } = await doctor({});

    expect(text).toContain('alibaba is simulated: nothing of it is elsewhere');
    expect(text).toContain('4 things fine, 0 to mend, 0 that cannot be told');
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      'that nothing inherits',
      { '/v1/accounts': { accounts: [], next: null } },
      'no account has a rule on: nothing inherits. heirtag feature enable',
    ],
    [
      'of dead letters',
      { '/v1/queue': { waiting: 0, inFlight: 0, dead: 3 } },
      '3 messages were given up. heirtag dead-letters list tells why',
    ],
  ])('ends with 1 and tells %s', async (_, changes, message) => {
    const { exitCode, text } = await doctor(changes);

    expect(text).toContain(message);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['the API refuses', { '/v1/about': undefined }, 'Forbidden'],
    ['a part of the API refuses', { '/v1/queue': undefined }, 'Forbidden'],
    [
      'nobody looks at the cloud',
      { '/v1/about': { stage: 'test', clouds: [{ name: 'other', isSimulated: false }] } },
      'this version does not look at what other needs',
    ],
    [
      'nobody says where the stage lives',
      { '/v1/about': { stage: 'test', clouds: [{ name: 'aws', isSimulated: false }] } },
      'Name it: --region REGION.',
    ],
  ])('ends with 2 where %s', async (_, changes, message) => {
    const { exitCode, text } = await doctor(changes);

    expect(text).toContain(message);
    expect(text).toContain('cannot tell');
    expect(exitCode).toBe(2);
  });

  it('looks at the clouds of a stage that is named, whose API does not answer', async () => {
    const { exitCode, text } = await doctor({ '/v1/about': undefined }, '--stage', 'test');

    expect(text).toContain('Name it: --region REGION.');
    expect(exitCode).toBe(2);
  });

  it('tells programs each finding, and what to do', async () => {
    const { text } = await doctor({ '/v1/queue': { dead: 3 } }, '--json');

    expect(JSON.parse(text)).toMatchObject({
      findings: expect.arrayContaining([
        {
          check: 'clock',
          where: 'stage test',
          state: 'fine',
          says: expect.any(String),
          mend: null,
        },
        {
          check: 'dead letters',
          where: 'stage test',
          state: 'mend',
          says: '3 messages were given up',
          mend: expect.stringContaining('redrive'),
        },
      ]),
    });
  });
});

describe('the clock of the operator', () => {
  const now = Date.parse('2026-03-01T08:00:00Z');
  const finding = (date: string | null) => clockFinding(date, now, 'stage test');

  it('is fine within half a minute', () => {
    expect(finding('Sun, 01 Mar 2026 08:00:29 GMT')).toMatchObject({ state: 'fine', mend: null });
  });

  it.each([
    ['Sun, 01 Mar 2026 08:01:00 GMT', '60 s behind'],
    ['Sun, 01 Mar 2026 07:58:00 GMT', '120 s ahead'],
  ])('is told where it is apart: %s', (date, apart) => {
    expect(finding(date)).toMatchObject({
      state: 'mend',
      says: expect.stringContaining(apart),
      mend: expect.stringContaining('NTP'),
    });
  });

  it.each([null, 'soon'])('is not told by an answer without a date: %s', (date) => {
    expect(finding(date)).toMatchObject({ state: 'unknown' });
  });
});
