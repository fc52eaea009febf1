import { describe, expect, it } from 'vitest';
import { flatten, valuesAt } from '../../../../src/clouds/alibaba/events/flatten.ts';

describe('flatten', () => {
  it('numbers lists from 1 and joins names with dots', () => {
    const parameters = { Tag: [{ Key: 'a', Value: 'b' }], Size: 20, Force: false, None: null };

    expect([...flatten(parameters)]).toEqual([
      ['Tag.1.Key', 'a'],
      ['Tag.1.Value', 'b'],
      ['Size', '20'],
      ['Force', 'false'],
    ]);
  });

  it('takes the earlier source where two say different things', () => {
    expect([...flatten({ DiskId: 'd-1' }, '{"DiskId":"d-2","InstanceId":"i-1"}')]).toEqual([
      ['DiskId', 'd-1'],
      ['InstanceId', 'i-1'],
    ]);
  });

  it.each([undefined, null, 7, 'no JSON', '7', ''])('finds nothing in %j', (source) => {
    expect(flatten(source).size).toBe(0);
  });

  it('takes names of object prototypes as names only', () => {
    const flat = flatten(JSON.parse('{"__proto__":"x","constructor":"y"}'));

    expect([...flat]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(flat.get('toString')).toBeUndefined();
  });

  it('goes so deep and reads so many, and no further', () => {
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ a: inner }), { a: 'x' });
    const wide = Object.fromEntries(Array.from({ length: 6000 }, (_, n) => [`p${n}`, n]));

    expect(flatten(deep).size).toBe(0);
    expect(flatten(wide).size).toBe(5000);
  });
});

describe('valuesAt', () => {
  it.each([
    [{ Id: 'a' }, ['a']],
    [{ 'Id.2': 'b', 'Id.10': 'c', 'Id.0': 'a', 'Id.x': 'd' }, ['a', 'b', 'c']],
    [{ Id: 'a,b, c' }, ['a', 'b', 'c']],
    [{ Id: 7 }, ['7']],
    [{ Id: '{"1":"a","3":"b"}' }, ['a', 'b']],
    [{ Id: ['a', 'b'] }, ['a', 'b']],
    [{ Id: '["a","b"]' }, ['a', 'b']],
    [{ Id: '["a",null,{"toString":null},["b"],7]' }, ['a', '7']],
    [{ Id: '[no list' }, ['[no list']],
    [{ Id: '' }, []],
    [{ Other: 'a' }, []],
  ])('%j', (parameters, values) => {
    expect(valuesAt(flatten(parameters), 'Id')).toEqual(values);
  });
});
