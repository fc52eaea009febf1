import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/local/event-pattern.ts';

/** Whether an event `{"f": value}` matches the alternatives for `f`; undefined: the field is absent. */
const matches = (alternatives: readonly unknown[], value: unknown): boolean =>
  compilePattern({ f: alternatives })(value === undefined ? { other: 1 } : { f: value });

type Case = readonly [
  alternatives: readonly unknown[],
  yes: readonly unknown[],
  no: readonly unknown[],
];

const operators: Readonly<Record<string, readonly Case[]>> = {
  'values are equal in type and letter': [
    [
      ['a', 'b'],
      ['a', 'b', ['x', 'b']],
      ['A', 'ab', '', null, undefined, ['x'], { a: 1 }],
    ],
    [[5], [5, [4, 5]], ['5', 50, true]],
    [[true], [true], ['true', 1, false]],
    [[null], [null, [null]], ['null', '', 0, undefined, []]],
    [[''], [''], [null, undefined, ' ', []]],
  ],
  prefix: [
    [[{ prefix: 'ab' }], ['ab', 'abc', ['x', 'abd']], ['a', 'xab', 'AB', 5, null, undefined]],
    [[{ prefix: '' }], ['', 'x'], [5, undefined]],
    [[{ prefix: { 'equals-ignore-case': 'aB' } }], ['ABc', 'abc'], ['xab', undefined]],
  ],
  suffix: [
    [[{ suffix: 'ab' }], ['ab', 'xab'], ['abx', 'AB', 5, undefined]],
    [[{ suffix: { 'equals-ignore-case': '.PNG' } }], ['a.png', 'a.Png'], ['a.jpg']],
  ],
  'equals-ignore-case': [[[{ 'equals-ignore-case': 'Ab' }], ['ab', 'AB'], ['abc', 5, undefined]]],
  wildcard: [
    [[{ wildcard: 'a*c' }], ['ac', 'abc', 'a\nc', 'abcc'], ['ab', 'xac', 'Ac', undefined]],
    [[{ wildcard: 'a\\*c' }], ['a*c'], ['abc']],
    [[{ wildcard: 'a\\\\*' }], ['a\\', 'a\\x'], ['a*', 'ax']],
    [[{ wildcard: '*.(x)' }], ['a.(x)'], ['a.x', 'ax(x)']],
  ],
  numeric: [
    [[{ numeric: ['=', 5] }], [5, 5.0], ['5', 4, undefined]],
    [[{ numeric: ['>', 0, '<=', 5] }], [1, 5, 0.1], [0, 6, -1, '3', undefined]],
    [[{ numeric: ['<', -1] }], [-2], [-1, 0]],
    [[{ numeric: ['>=', 2] }], [2, 3, [0, 3]], [1, []]],
  ],
  cidr: [
    [[{ cidr: '10.0.0.0/24' }], ['10.0.0.1', '10.0.0.255'], ['10.0.1.0', 'x', 10, undefined]],
    [[{ cidr: '2001:db8::/32' }], ['2001:db8::1'], ['2001:db9::1', '10.0.0.1']],
    [[{ cidr: '0.0.0.0/0' }], ['1.2.3.4'], ['::1']],
  ],
  exists: [
    [[{ exists: true }], ['', null, 0, false, ['a']], [undefined, {}, { a: 1 }, []]],
    [[{ exists: false }], [undefined, {}, { a: 1 }, []], ['', null, 0, ['a']]],
    [
      ['', { exists: false }],
      ['', undefined],
      ['a', null],
    ],
  ],
  'anything-but': [
    [[{ 'anything-but': 'a' }], ['b', '', 5, null, ['a', 'b']], ['a', ['a'], undefined, []]],
    [[{ 'anything-but': ['a', 'b'] }], ['c'], ['a', 'b', undefined]],
    [[{ 'anything-but': [1, 2] }], [3, '1'], [1, 2]],
    [[{ 'anything-but': { prefix: 'a' } }], ['b', 'ba'], ['a', 'ab', undefined]],
    [[{ 'anything-but': { prefix: ['a', 'b'] } }], ['c'], ['ax', 'bx']],
    [[{ 'anything-but': { suffix: '.x' } }], ['a.y'], ['a.x']],
    [[{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }], ['c'], ['A', 'B']],
    [[{ 'anything-but': { wildcard: '*/lib/*' } }], ['a/src/b'], ['a/lib/b']],
  ],
};

describe.each(Object.entries(operators))('%s', (_, cases) => {
  it.each(
    cases.flatMap(([alternatives, yes, no]) => [
      ...yes.map((value) => ({ alternatives, value, expected: true })),
      ...no.map((value) => ({ alternatives, value, expected: false })),
    ]),
  )('$alternatives on $value: $expected', ({ alternatives, value, expected }) => {
    expect(matches(alternatives, value)).toBe(expected);
  });
});

describe('a whole pattern', () => {
  it('asks for all of its fields, at any depth', () => {
    const match = compilePattern({ source: ['a'], detail: { state: { name: ['on'] } } });

    expect(match({ source: 'a', detail: { state: { name: 'on', more: 1 } }, other: 2 })).toBe(true);
    expect(match({ source: 'b', detail: { state: { name: 'on' } } })).toBe(false);
    expect(match({ source: 'a', detail: { state: 'on' } })).toBe(false);
    expect(match({ source: 'a' })).toBe(false);
  });

  it('finds what is absent below what is absent or empty', () => {
    const match = compilePattern({ detail: { state: { name: [{ exists: false }] } } });

    expect(match({})).toBe(true);
    expect(match({ detail: { state: [] } })).toBe(true);
    expect(match({ detail: { state: 'on' } })).toBe(true);
    expect(match({ detail: { state: { name: null } } })).toBe(false);
  });

  it('matches a list of objects when one of them matches as a whole', () => {
    const match = compilePattern({ tags: { key: ['a'], value: ['1'] } });

    expect(match({ tags: [{ key: 'b' }, { key: 'a', value: '1' }] })).toBe(true);
    expect(
      match({
        tags: [
          { key: 'a', value: '2' },
          { key: 'b', value: '1' },
        ],
      }),
    ).toBe(false);
    expect(match({ tags: [] })).toBe(false);
  });

  it('takes one of the patterns in $or, beside the other fields', () => {
    const match = compilePattern({
      source: ['a'],
      $or: [{ x: [{ numeric: ['>', 0] }] }, { y: { z: ['1'] } }],
    });

    expect(match({ source: 'a', x: 1 })).toBe(true);
    expect(match({ source: 'a', x: 0, y: { z: '1' } })).toBe(true);
    expect(match({ source: 'a', x: 0, y: { z: '2' } })).toBe(false);
    expect(match({ source: 'b', x: 1 })).toBe(false);
  });

  it('takes names of object prototypes as names only', () => {
    expect(compilePattern({ toString: [{ exists: false }] })({})).toBe(true);
    expect(compilePattern({ constructor: { name: [{ exists: true }] } })({})).toBe(false);
    expect(compilePattern({ detail: ['a'] })(null)).toBe(false);
  });
});

describe('a pattern that EventBridge would refuse', () => {
  it.each([
    [[], 'at the top: a pattern is a JSON object'],
    ['a', 'at the top: a pattern is a JSON object'],
    [{}, 'at the top: an empty pattern matches nothing'],
    [{ a: {} }, 'at a: an empty pattern matches nothing'],
    [{ a: 'b' }, 'at a: expected a list of alternatives, not "b"'],
    [{ a: { b: [] } }, 'at a.b: expected a list of alternatives, not []'],
    [{ a: [['b']] }, 'at a: expected a value or one operator, not ["b"]'],
    [{ a: [{}] }, 'at a: expected a value or one operator, not {}'],
    [{ a: [{ prefix: 'b', suffix: 'c' }] }, 'at a: expected a value or one operator'],
    [{ a: [{ matches: 'b' }] }, 'at a: the operator matches is not known'],
    [{ a: [{ toString: 'b' }] }, 'at a: the operator toString is not known'],
    [{ a: [{ prefix: 5 }] }, 'at a: prefix takes a string, not 5'],
    [{ a: [{ suffix: { prefix: 'b' } }] }, 'at a: suffix takes a string'],
    [{ a: [{ 'equals-ignore-case': ['b'] }] }, 'at a: equals-ignore-case takes a string'],
    [{ a: [{ wildcard: 'a**b' }] }, 'at a: wildcard has two stars in a row'],
    [{ a: [{ wildcard: 'a\\\\**' }] }, 'at a: wildcard has two stars in a row'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'at a: wildcard has a backslash that escapes nothing'],
    [{ a: [{ numeric: ['>'] }] }, 'at a: numeric takes'],
    [{ a: [{ numeric: ['>', 1, '<'] }] }, 'at a: numeric takes'],
    [{ a: [{ numeric: ['>', '1'] }] }, 'at a: numeric does not know [">","1"]'],
    [{ a: [{ numeric: ['!=', 1] }] }, 'at a: numeric does not know ["!=",1]'],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'at a: numeric takes a range from below to above'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'at a: numeric takes a range from below to above'],
    [{ a: [{ numeric: ['=', 1, '<', 5] }] }, 'at a: numeric takes a range from below to above'],
    [{ a: [{ cidr: '10.0.0.0' }] }, 'at a: cidr takes an address and a prefix length'],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, 'at a: cidr takes an address and a prefix length'],
    [{ a: [{ cidr: '::/129' }] }, 'at a: cidr takes an address and a prefix length'],
    [{ a: [{ cidr: '10.0.0.0/8/8' }] }, 'at a: cidr takes an address and a prefix length'],
    [{ a: [{ cidr: 'localhost/8' }] }, 'at a: cidr takes an address and a prefix length'],
    [{ a: [{ exists: 'yes' }] }, 'at a: exists takes true or false'],
    [{ a: [{ 'anything-but': [] }] }, 'at a: anything-but names nothing'],
    [{ a: [{ 'anything-but': { prefix: [] } }] }, 'at a: anything-but names nothing'],
    [{ a: [{ 'anything-but': true }] }, 'at a: anything-but takes strings or numbers, not true'],
    [
      { a: [{ 'anything-but': ['a', 1] }] },
      'at a: anything-but takes strings or numbers, not both',
    ],
    [{ a: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] }, 'at a: anything-but does not take cidr'],
    [
      { a: [{ 'anything-but': { prefix: 'a', suffix: 'b' } }] },
      'at a: anything-but takes one operator',
    ],
    [{ $or: [{ a: ['b'] }] }, 'at the top: $or takes a list of two or more patterns'],
    [{ a: { $or: [{ b: ['c'] }, 'd'] } }, 'at a: $or takes a list of two or more patterns'],
    [{ a: { $or: [{ b: ['c'] }, { d: 'e' }] } }, 'at a.$or.d: expected a list of alternatives'],
  ])('%j', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({
        code: 'InvalidEventPattern',
        message: expect.stringContaining(message),
      }),
    );
  });
});
