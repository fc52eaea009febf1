import { expect, it } from 'vitest';
import { answerPlan } from '../../src/admin/plan-files.ts';

const none = {
  resources: 1,
  changed: 1,
  set: 1,
  remove: 0,
  keep: 0,
  refuse: 0,
  close: 0,
  overwrites: 0,
  quotaRefusals: 0,
  cloudCalls: 1,
  unread: 0,
  leastCloudCalls: 1,
} as const;

/** What a spreadsheet gets to see of a value. */
const fieldOf = (value: string): string => {
  const step = {
    key: 'k',
    action: 'set',
    reason: 'r',
    before: null,
    wanted: null,
    rule: null,
    from: null,
  } as const;
  const answer = answerPlan(
    {
      counts: none,
      resources: [{ arn: 'a', cloudCalls: 1, steps: [{ ...step, value }] }],
      refusals: [],
      unread: [],
      next: null,
    },
    'text/csv',
  );
  const text = 'text' in answer ? answer.text : '';
  const [, field = ''] = /\r\na,k,set,r,,(.*),,,\r\n$/s.exec(text) ?? [];
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
};

it.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\n=1', "'\n'=1"],
  ['\r=1', "'\r'=1"],
  ['\t=1', "'\t'=1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠SUM(1)', "'＠SUM(1)"],
  ['a;=1', "a;'=1"],
  ['a,-1', "a,'-1"],
  ['a\t@b', "a\t'@b"],
  ['a\n＝1', "a\n'＝1"],
])('writes %j so that no spreadsheet takes it for a formula', (value, expected) => {
  expect(fieldOf(value)).toBe(expected);
});

it.each(['shanghai', 'a=b', 'a-b', 'a\r\nb', 'say "hi"', 'a,b'])('leaves %j as it is', (value) => {
  expect(fieldOf(value)).toBe(value);
});

it.each([
  ['text/csv', '\r\ndisk-1,,unread,it may not be read,,,,,\r\n'],
  ['application/x-ndjson', '"action":"unread"'],
])('has a line in %s for what could not be read', (type, line) => {
  const unread = [{ resource: 'disk-1', code: 'NoPermission', message: 'it may not be read' }];

  const answer = answerPlan(
    { counts: none, resources: [], refusals: [], unread, next: null },
    type,
  );

  expect('text' in answer ? answer.text : '').toContain(line);
});
