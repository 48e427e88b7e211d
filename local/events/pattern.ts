/**
 * Event patterns of EventBridge. A pattern is compiled once, and an operator that is unknown here is an error at that
 * moment. Matching follows the documentation of EventBridge.
 */

export type Matcher = (event: unknown) => boolean;

/** Tests one value. An absent field is `undefined`. */
type ValueTest = (value: unknown) => boolean;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const fail = (path: string, reason: string): never => {
  throw new Error(`event pattern, ${path || 'root'}: ${reason}`);
};

const textOf = (value: unknown, path: string): string =>
  typeof value === 'string' ? value : fail(path, 'expected text');

const onText =
  (test: (value: string) => boolean): ValueTest =>
  (value) =>
    typeof value === 'string' && test(value);

const lower = (value: string): string => value.toLowerCase();

/** Compiles `'abc'` or `{ 'equals-ignore-case': 'abc' }`, the two forms that prefix and suffix take. */
function affix(given: unknown, path: string, matches: (value: string, part: string) => boolean): ValueTest {
  if (isObject(given)) {
    const part = lower(textOf(given['equals-ignore-case'], path));
    return onText((value) => matches(lower(value), part));
  }
  const part = textOf(given, path);
  return onText((value) => matches(value, part));
}

const prefix = (given: unknown, path: string): ValueTest =>
  affix(given, path, (value, part) => value.startsWith(part));
const suffix = (given: unknown, path: string): ValueTest =>
  affix(given, path, (value, part) => value.endsWith(part));

function wildcard(given: unknown, path: string): ValueTest {
  const pattern = textOf(given, path);
  if (pattern.includes('**')) fail(path, 'consecutive wildcard characters');
  const source = pattern.replace(/\\([*\\])|(\*)|[.+?^${}()|[\]\\]/g, (found, escaped, star) =>
    star ? '[\\s\\S]*' : `\\${escaped ?? found}`,
  );
  const expression = new RegExp(`^${source}$`);
  return onText((value) => expression.test(value));
}

const ignoreCase = (given: unknown, path: string): ValueTest => {
  const wanted = lower(textOf(given, path));
  return onText((value) => lower(value) === wanted);
};

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(given: unknown, path: string): ValueTest {
  if (!Array.isArray(given) || given.length === 0 || given.length % 2 !== 0 || given.length > 4) {
    return fail(path, 'numeric takes one or two pairs of operator and number');
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < given.length; at += 2) {
    const [operator, bound] = [String(given[at]), given[at + 1]];
    const compare = COMPARISONS[operator];
    if (!compare || typeof bound !== 'number') return fail(path, `unknown numeric comparison ${operator}`);
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** `anything-but` matches a field that is present and has none of these values. */
function anythingBut(given: unknown, path: string): ValueTest {
  const present =
    (test: ValueTest): ValueTest =>
    (value) =>
      value !== undefined && !test(value);
  if (!isObject(given)) {
    const excluded = Array.isArray(given) ? given : [given];
    if (!excluded.every(isScalar)) fail(path, 'anything-but takes values or one operator');
    return present((value) => excluded.includes(value));
  }
  const [operator, ...more] = Object.keys(given);
  const inner = operator === undefined ? undefined : NEGATABLE[operator];
  if (!inner || more.length > 0) return fail(path, `unknown anything-but operator ${operator}`);
  const operands = given[operator ?? ''];
  const tests = (Array.isArray(operands) ? operands : [operands]).map((operand) => inner(operand, path));
  return present((value) => tests.some((test) => test(value)));
}

type Operator = (given: unknown, path: string) => ValueTest;

const NEGATABLE: Readonly<Record<string, Operator>> = {
  prefix,
  suffix,
  wildcard,
  'equals-ignore-case': ignoreCase,
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  ...NEGATABLE,
  numeric,
  'anything-but': anythingBut,
  exists: (given, path) => {
    if (typeof given !== 'boolean') return fail(path, 'exists takes true or false');
    return (value) => (value !== undefined) === given;
  },
};

function valueTest(given: unknown, path: string): ValueTest {
  if (isScalar(given)) return (value) => value === given;
  if (!isObject(given)) return fail(path, 'a list of values holds values and operators only');
  const [name, ...more] = Object.keys(given);
  const operator = name === undefined ? undefined : OPERATORS[name];
  if (name === undefined || !operator || more.length > 0) {
    return fail(path, `unknown operator ${Object.keys(given).join(', ')}`);
  }
  return operator(given[name], path);
}

/** The values of a field. An array in the event counts as each of its elements. */
const valuesOf = (value: unknown): readonly unknown[] => {
  if (!Array.isArray(value)) return [isObject(value) ? undefined : value];
  return value.length === 0 ? [undefined] : value;
};

function compileField(name: string, given: unknown, path: string): Matcher {
  const fieldOf = (event: unknown): unknown => (isObject(event) ? event[name] : undefined);
  if (Array.isArray(given)) {
    if (given.length === 0) fail(path, 'empty list');
    const tests = given.map((element) => valueTest(element, path));
    return (event) => {
      const values = valuesOf(fieldOf(event));
      return tests.some((test) => values.some(test));
    };
  }
  if (!isObject(given)) return fail(path, 'expected a list of values or a nested pattern');
  const nested = compileObject(given, path);
  return (event) => {
    const value = fieldOf(event);
    // An array of objects matches when one of them does.
    return Array.isArray(value) ? value.some(nested) : nested(value);
  };
}

function compileOr(given: unknown, path: string): Matcher {
  if (!Array.isArray(given) || given.length < 2)
    return fail(path, '$or takes a list of at least two patterns');
  const alternatives = given.map((pattern, index) => {
    if (!isObject(pattern)) return fail(path, '$or takes patterns');
    return compileObject(pattern, `${path}[${index}]`);
  });
  return (event) => alternatives.some((matches) => matches(event));
}

function compileObject(pattern: Json, path: string): Matcher {
  const entries = Object.entries(pattern);
  if (entries.length === 0) fail(path, 'empty pattern');
  const matchers = entries.map(([name, given]) => {
    const here = path ? `${path}.${name}` : name;
    return name === '$or' ? compileOr(given, here) : compileField(name, given, here);
  });
  return (event) => matchers.every((matches) => matches(event));
}

/** Compiles an event pattern. It throws on anything that a pattern of EventBridge cannot have. */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) return fail('', 'a pattern is an object');
  return compileObject(pattern, '');
}
