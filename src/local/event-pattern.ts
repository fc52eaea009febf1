import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { InvalidInputError } from '../model/errors.ts';

/** Says whether an event matches. */
export type EventMatcher = (event: unknown) => boolean;

type Leaf = string | number | boolean | null;
/** Tests one leaf of an event. */
type LeafTest = (value: Leaf) => boolean;
/** Tests all leaves that an event has under a name; none when the field is absent. */
type FieldTest = (leaves: readonly Leaf[]) => boolean;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLeaf = (value: unknown): value is Leaf =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const invalid = (path: string, problem: string): InvalidInputError =>
  new InvalidInputError({
    code: 'InvalidEventPattern',
    message: `event pattern, at ${path || 'the top'}: ${problem}`,
  });

const textOf = (path: string, operator: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  throw invalid(path, `${operator} takes a string, not ${JSON.stringify(value)}`);
};

const onText =
  (test: (text: string) => boolean): LeafTest =>
  (value) =>
    typeof value === 'string' && test(value);

const same =
  (wanted: Leaf): LeafTest =>
  (value) =>
    value === wanted;

const ignoringCase = (wanted: string): LeafTest =>
  onText((text) => text.toLowerCase() === wanted.toLowerCase());

/** `prefix` and `suffix` take a string, or `{"equals-ignore-case": string}`. */
const affix = (path: string, operator: 'prefix' | 'suffix', operand: unknown): LeafTest => {
  const has = (text: string, part: string) =>
    operator === 'prefix' ? text.startsWith(part) : text.endsWith(part);
  if (isObject(operand)) {
    const part = textOf(path, operator, operand['equals-ignore-case']).toLowerCase();
    return onText((text) => has(text.toLowerCase(), part));
  }
  const part = textOf(path, operator, operand);
  return onText((text) => has(text, part));
};

/** `*` stands for any text, `\*` for a star, `\\` for a backslash. */
const wildcard = (path: string, operand: unknown): LeafTest => {
  const pattern = textOf(path, 'wildcard', operand);
  const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/gs) ?? [];
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*')) {
    throw invalid(path, 'wildcard has two stars in a row');
  }
  const source = parts
    .map((part) => {
      if (part === '*') return '.*';
      if (part === '\\') throw invalid(path, 'wildcard has a backslash that escapes nothing');
      return RegExp.escape(part.startsWith('\\') ? part.slice(1) : part);
    })
    .join('');
  const form = new RegExp(`^${source}$`, 's');
  return onText((text) => form.test(text));
};

const comparisons: ReadonlyMap<unknown, (left: number, right: number) => boolean> = new Map([
  ['=', (left: number, right: number) => left === right],
  ['<', (left: number, right: number) => left < right],
  ['<=', (left: number, right: number) => left <= right],
  ['>', (left: number, right: number) => left > right],
  ['>=', (left: number, right: number) => left >= right],
]);

const numeric = (path: string, operand: unknown): LeafTest => {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    throw invalid(path, 'numeric takes [operator, number] or [operator, number, operator, number]');
  }
  const tests = [operand.slice(0, 2), operand.slice(2, 4)]
    .filter(({ length }) => length === 2)
    .map(([operator, bound]) => {
      const compare = comparisons.get(operator);
      if (compare === undefined || typeof bound !== 'number') {
        throw invalid(path, `numeric does not know ${JSON.stringify([operator, bound])}`);
      }
      return (value: number) => compare(value, bound);
    });
  const [operator, bound, upperOperator, upperBound] = operand;
  const isRange = /^>/.test(operator) && /^</.test(upperOperator) && bound < upperBound;
  if (operand.length === 4 && !isRange) {
    throw invalid(path, 'numeric takes a range from below to above');
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const cidr = (path: string, operand: unknown): LeafTest => {
  const [network = '', bits = '', ...rest] = textOf(path, 'cidr', operand).split('/');
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const isNetwork = isIPv4(network) || isIPv6(network);
  const isLength = /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 'ipv4' ? 32 : 128);
  if (!isNetwork || !isLength || rest.length > 0) {
    throw invalid(
      path,
      `cidr takes an address and a prefix length, not ${JSON.stringify(operand)}`,
    );
  }
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return onText((text) => {
    if (isIPv4(text)) return list.check(text, 'ipv4');
    return isIPv6(text) && list.check(text, 'ipv6');
  });
};

const listed = (operand: unknown): readonly unknown[] =>
  Array.isArray(operand) ? operand : [operand];

/** The values that `anything-but` lists: all strings or all numbers. */
const unwantedValues = (path: string, values: readonly unknown[]): readonly LeafTest[] => {
  if (new Set(values.map((each) => typeof each)).size > 1) {
    throw invalid(path, 'anything-but takes strings or numbers, not both');
  }
  return values.map((each) => {
    if (typeof each === 'string' || typeof each === 'number') return same(each);
    throw invalid(path, `anything-but takes strings or numbers, not ${JSON.stringify(each)}`);
  });
};

/** What the operator within `anything-but` finds. */
const unwantedFinds = (path: string, operators: Fields): readonly LeafTest[] => {
  const [[operator, value] = ['nothing', []], ...others] = Object.entries(operators);
  if (others.length > 0) throw invalid(path, 'anything-but takes one operator');
  if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator)) {
    throw invalid(path, `anything-but does not take ${operator}`);
  }
  return listed(value).map((each) => leafTest(path, { [operator]: each }));
};

/** None of the listed values; with a sub-operator, none of its operands. */
const anythingBut = (path: string, operand: unknown): LeafTest => {
  const unwanted = isObject(operand)
    ? unwantedFinds(path, operand)
    : unwantedValues(path, listed(operand));
  if (unwanted.length === 0) throw invalid(path, 'anything-but names nothing');
  return (value) => !unwanted.some((test) => test(value));
};

const leafTest = (path: string, alternative: unknown): LeafTest => {
  if (isLeaf(alternative)) return same(alternative);
  const [entry, ...others] = isObject(alternative) ? Object.entries(alternative) : [];
  if (entry === undefined || others.length > 0) {
    throw invalid(path, `expected a value or one operator, not ${JSON.stringify(alternative)}`);
  }
  const [operator, operand] = entry;
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return affix(path, operator, operand);
    case 'equals-ignore-case':
      return ignoringCase(textOf(path, operator, operand));
    case 'wildcard':
      return wildcard(path, operand);
    case 'numeric':
      return numeric(path, operand);
    case 'cidr':
      return cidr(path, operand);
    case 'anything-but':
      return anythingBut(path, operand);
    default:
      throw invalid(path, `the operator ${operator} is not known`);
  }
};

const fieldTest = (path: string, alternative: unknown): FieldTest => {
  if (isObject(alternative) && Object.hasOwn(alternative, 'exists')) {
    const { exists } = alternative;
    if (typeof exists !== 'boolean') throw invalid(path, 'exists takes true or false');
    return (leaves) => leaves.length > 0 === exists;
  }
  const test = leafTest(path, alternative);
  return (leaves) => leaves.some(test);
};

/** The leaves of a field: itself, or those of the list it is. Objects are none. */
const leavesOf = (value: unknown): readonly Leaf[] => {
  if (isLeaf(value)) return [value];
  return Array.isArray(value) ? value.flatMap(leavesOf) : [];
};

const valueAt = (event: unknown, name: string): unknown =>
  isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;

/** A list of objects matches when one of them matches as a whole; an empty list has no fields. */
const onEach =
  (matches: EventMatcher): EventMatcher =>
  (value) =>
    Array.isArray(value) && value.length > 0 ? value.some(matches) : matches(value);

const compileField = (path: string, name: string, pattern: unknown): EventMatcher => {
  const where = path === '' ? name : `${path}.${name}`;
  if (isObject(pattern)) {
    const matches = onEach(compileObject(where, pattern));
    return (event) => matches(valueAt(event, name));
  }
  if (!Array.isArray(pattern) || pattern.length === 0) {
    throw invalid(where, `expected a list of alternatives, not ${JSON.stringify(pattern)}`);
  }
  const tests = pattern.map((alternative) => fieldTest(where, alternative));
  return (event) => {
    const leaves = leavesOf(valueAt(event, name));
    return tests.some((test) => test(leaves));
  };
};

const compileOr = (path: string, pattern: unknown): EventMatcher => {
  if (!Array.isArray(pattern) || pattern.length < 2 || !pattern.every(isObject)) {
    throw invalid(path, '$or takes a list of two or more patterns');
  }
  const matchers = pattern.map((each) => compileObject(`${path}.$or`, each));
  return (event) => matchers.some((matches) => matches(event));
};

const compileObject = (path: string, pattern: Fields): EventMatcher => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalid(path, 'an empty pattern matches nothing');
  const matchers = entries.map(([name, value]) =>
    name === '$or' ? compileOr(path, value) : compileField(path, name, value),
  );
  return (event) => matchers.every((matches) => matches(event));
};

/**
 * Compiles an EventBridge event pattern. Source of the semantics: EventBridge user guide, "Event
 * patterns" and "Comparison operators".
 * @throws InvalidInputError `InvalidEventPattern` that names the place and the problem
 */
export const compilePattern = (pattern: unknown): EventMatcher => {
  if (!isObject(pattern)) throw invalid('', 'a pattern is a JSON object');
  return compileObject('', pattern);
};
