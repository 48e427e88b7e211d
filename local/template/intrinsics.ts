/**
 * The intrinsic functions of CloudFormation, as a pure evaluation over a scope. A function that is unknown here is an
 * error with its name, and never a value that is passed on unresolved.
 */

/** What an expression may refer to. */
export interface Scope {
  /** Value of `Ref` to a parameter, pseudo parameter or resource. `undefined` is AWS::NoValue. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
}

type Json = Readonly<Record<string, unknown>>;
type Evaluate = (argument: unknown, scope: Scope) => unknown;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where}: expected text, got ${value === null ? 'null' : typeof value}`);
};

const list = (value: unknown, where: string, length?: number): readonly unknown[] => {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new Error(`${where}: expected a list${length === undefined ? '' : ` of ${length}`}`);
  }
  return value;
};

const join: Evaluate = (argument, scope) => {
  const [separator, parts] = list(argument, 'Fn::Join', 2);
  return list(resolve(parts, scope), 'Fn::Join')
    .map((part) => text(part, 'Fn::Join'))
    .join(text(separator, 'Fn::Join'));
};

const getAtt: Evaluate = (argument, scope) => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return scope.getAtt(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const [logicalId, attribute] = list(argument, 'Fn::GetAtt', 2);
  return scope.getAtt(text(logicalId, 'Fn::GetAtt'), text(resolve(attribute, scope), 'Fn::GetAtt'));
};

const sub: Evaluate = (argument, scope) => {
  const [template, given] = typeof argument === 'string' ? [argument, {}] : list(argument, 'Fn::Sub', 2);
  const variables = isObject(given) ? given : {};
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return text(resolve(variables[name], scope), `Fn::Sub \${${name}}`);
    const value = name.includes('.') ? getAtt(name, scope) : scope.ref(name);
    return text(value, `Fn::Sub \${${name}}`);
  });
};

const select: Evaluate = (argument, scope) => {
  const [index, from] = list(argument, 'Fn::Select', 2);
  const position = Number(resolve(index, scope));
  const values = list(resolve(from, scope), 'Fn::Select');
  if (!Number.isInteger(position) || position < 0 || position >= values.length) {
    throw new Error(`Fn::Select: no element ${position} in a list of ${values.length}`);
  }
  return values[position];
};

const split: Evaluate = (argument, scope) => {
  const [separator, source] = list(argument, 'Fn::Split', 2);
  return text(resolve(source, scope), 'Fn::Split').split(text(separator, 'Fn::Split'));
};

const choose: Evaluate = (argument, scope) => {
  const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If', 3);
  return resolve(scope.condition(text(condition, 'Fn::If')) ? whenTrue : whenFalse, scope);
};

const findInMap: Evaluate = (argument, scope) => {
  const [map, first, second] = list(resolve(argument, scope), 'Fn::FindInMap', 3).map((part) =>
    text(part, 'Fn::FindInMap'),
  );
  return scope.findInMap(map ?? '', first ?? '', second ?? '');
};

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope) => scope.ref(text(name, 'Ref')),
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (name, scope) => scope.importValue(text(resolve(name, scope), 'Fn::ImportValue')),
  'Fn::Base64': (value, scope) => Buffer.from(text(resolve(value, scope), 'Fn::Base64')).toString('base64'),
};

const intrinsicOf = (value: Json): string | undefined => {
  const [key, ...more] = Object.keys(value);
  return key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
    ? key
    : undefined;
};

/** Evaluates every intrinsic function in `value`. Members and elements that are AWS::NoValue are left out. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolve(element, scope)).filter((element) => element !== undefined);
  }
  if (!isObject(value)) return value;
  const name = intrinsicOf(value);
  if (name !== undefined) {
    const evaluate = FUNCTIONS[name];
    if (!evaluate) throw new Error(`unknown intrinsic function ${name}`);
    return evaluate(value[name], scope);
  }
  const members = Object.entries(value).map(([key, member]) => [key, resolve(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** Evaluates a member of the section Conditions of a template. */
export function evaluateCondition(expression: unknown, scope: Scope): boolean {
  if (!isObject(expression)) throw new Error('a condition must be an object');
  const [name] = Object.keys(expression);
  const operands = (): readonly unknown[] => list(expression[name ?? ''], String(name));
  switch (name) {
    case 'Condition':
      return scope.condition(text(expression[name], 'Condition'));
    case 'Fn::Equals': {
      const [left, right] = operands().map((operand) => resolve(operand, scope));
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case 'Fn::And':
      return operands().every((operand) => evaluateCondition(operand, scope));
    case 'Fn::Or':
      return operands().some((operand) => evaluateCondition(operand, scope));
    case 'Fn::Not':
      return !evaluateCondition(operands()[0], scope);
    default:
      throw new Error(`unknown condition function ${name}`);
  }
}
