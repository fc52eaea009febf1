import { expect, it } from 'vitest';
import type { Api, ApiCall } from '../../src/cli/api.ts';
import { tellPlan } from '../../src/cli/plan.ts';
import { historyActions } from '../../src/history/history.ts';
import { recordingTerminal } from './program-fixture.ts';

const call: ApiCall = { method: 'POST', path: ['jobs'], body: { kind: 'sweep' } };

const step = {
  key: 'cost',
  action: 'set',
  reason: 'inherited',
  value: 'v',
  before: null,
  rule: null,
};

/** Two pages; the second is asked for by a cursor that a header has to encode. */
const twoPages = () => {
  const cursors: (string | undefined)[] = [];
  const isFirst = ({ query = {} }: ApiCall): boolean => {
    expect(query.dryRun).toBe('true');
    cursors.push(query.cursor);
    return query.cursor === undefined;
  };
  const api: Api = {
    call: async (asked) => {
      const first = isFirst(asked);
      const resources = [{ arn: first ? 'arn-1' : 'arn-2', steps: [step] }];
      const refusals = [{ settingName: 'rule:x', code: 'InvalidX', message: 'it is none' }];
      const counts = { resources: 1, set: 1, cloudCalls: 3, leastCloudCalls: 1 };
      const unread = first
        ? []
        : [{ resource: 'disk-2', code: 'NoPermission', message: 'not for you' }];
      return { counts, resources, refusals, unread, next: first ? 'ü|2' : null };
    },
    read: async (asked) =>
      isFirst(asked)
        ? {
            status: 200,
            headers: new Headers({ 'x-next-cursor': encodeURIComponent('ü|2') }),
            text: 'arn,key\r\narn-1,cost\r\n',
          }
        : { status: 200, headers: new Headers(), text: 'arn,key\r\narn-2,cost\r\n' },
  };
  const terminal = recordingTerminal();
  return {
    cursors,
    terminal,
    session: { api, terminal, isJson: false, confirm: undefined, pause: async () => {} },
  };
};

it('tells all pages of a plan as one spreadsheet', async () => {
  const { cursors, terminal, session } = twoPages();

  await tellPlan(session, call, 'csv');

  expect(terminal.lines.join('')).toBe('arn,key\r\narn-1,cost\r\narn-2,cost\r\n');
  expect(cursors).toEqual([undefined, 'ü|2']);
});

it('tells all pages of a plan as one JSON document, with counts added up', async () => {
  const { terminal, session } = twoPages();

  await tellPlan({ ...session, isJson: true }, call, 'table');

  expect(JSON.parse(terminal.lines.join(''))).toMatchObject({
    counts: { resources: 2, set: 2 },
    resources: [{ arn: 'arn-1' }, { arn: 'arn-2' }],
    next: null,
  });
});

it('tells what changes on each page of a plan, then the sums', async () => {
  const { terminal, session } = twoPages();

  await tellPlan(session, call, 'table');

  expect(terminal.lines.filter((line) => line.startsWith('set '))).toHaveLength(2);
  expect(terminal.lines.at(-4)).toMatch(
    /^2 resources looked at: 2 tags set, .*; 2 to 6 cloud calls$/,
  );
});

it('tells once which rules would fail, and why', async () => {
  const { terminal, session } = twoPages();

  await tellPlan(session, call, 'table');

  expect(terminal.lines.filter((line) => line.includes('would fail'))).toEqual([
    'rule:x would fail: it is none (InvalidX)',
  ]);
});

it('tells actions in the words of the history, and one of a thing as one', async () => {
  const terminal = recordingTerminal();
  const steps = ['remove', 'refuse', 'close'].map((action) => ({ ...step, action }));
  const api: Api = {
    call: async () => ({
      counts: { resources: 1, set: 1, overwrites: 1, cloudCalls: 1, leastCloudCalls: 1 },
      resources: [{ arn: 'arn-1', steps }],
      refusals: [],
      next: null,
    }),
    read: () => Promise.reject(new Error('a table is made of JSON')),
  };

  await tellPlan(
    { api, terminal, isJson: false, confirm: undefined, pause: async () => {} },
    call,
    'table',
  );

  const actions = terminal.lines.slice(1, 4).map((line) => line.split(' ')[0]);
  expect(actions).toEqual(['removed', 'refused', 'closed']);
  expect(historyActions).toEqual(expect.arrayContaining(actions));
  expect(terminal.lines.at(-2)).toBe(
    "1 resource looked at: 1 tag set (1 in the place of somebody else's), 0 removed, 0 kept, 0 closed, 0 refused; 1 cloud call",
  );
});

it('tells what could not be read, and why', async () => {
  const { terminal, session } = twoPages();

  await tellPlan(session, call, 'table');

  expect(terminal.lines.filter((line) => line.includes('could not be read'))).toEqual([
    'disk-2 could not be read: not for you (NoPermission)',
  ]);
});
