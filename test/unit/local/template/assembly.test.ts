import { describe, expect, it } from 'vitest';
import type { Assembly, Template } from '../../../../local/template/assembly.ts';
import { planDeployment } from '../../../../local/template/deployment.ts';
import { evaluateCondition, resolve, type Scope } from '../../../../local/template/intrinsics.ts';

const SCOPE: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? undefined : `ref:${name}`),
  getAtt: (logicalId, attribute) => `${logicalId}/${attribute}`,
  importValue: (name) => `import:${name}`,
  condition: (name) => name === 'Yes',
  findInMap: (...keys) => keys.join('/'),
};

/** Fn::Sub's placeholder, spelled so that it is not taken for a template string. */
const $ = (name: string): string => `$${`{${name}}`}`;

describe('an intrinsic function', () => {
  it.each<[string, unknown, unknown]>([
    ['leaves plain values', { a: [1, 'x', true, null] }, { a: [1, 'x', true, null] }],
    ['reads a reference', { Ref: 'Q' }, 'ref:Q'],
    ['reads an attribute', { 'Fn::GetAtt': ['Q', 'Arn'] }, 'Q/Arn'],
    ['reads an attribute in short form', { 'Fn::GetAtt': 'Q.Endpoint.Address' }, 'Q/Endpoint.Address'],
    ['joins', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref:B-3'],
    ['joins a list that an expression makes', { 'Fn::Join': ['', { 'Fn::Split': [':', 'a:b'] }] }, 'ab'],
    ['substitutes', { 'Fn::Sub': `x/${$('A')}/${$('B.C')}/${$('!D')}` }, `x/ref:A/B/C/${$('D')}`],
    ['substitutes given values', { 'Fn::Sub': [$('V'), { V: { Ref: 'A' } }] }, 'ref:A'],
    ['selects', { 'Fn::Select': ['1', ['a', { Ref: 'B' }]] }, 'ref:B'],
    ['splits', { 'Fn::Split': [':', { Ref: 'A' }] }, ['ref', 'A']],
    ['imports', { 'Fn::ImportValue': { 'Fn::Join': ['', ['a', 'b']] } }, 'import:ab'],
    ['chooses', { 'Fn::If': ['Yes', 'a', { Ref: 'B' }] }, 'a'],
    ['chooses the other', { 'Fn::If': ['No', 'a', { Ref: 'B' }] }, 'ref:B'],
    ['looks up in a mapping', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'k'] }, 'M/ref:A/k'],
    ['encodes', { 'Fn::Base64': 'hoi' }, 'aG9p'],
    [
      'leaves out what has no value',
      { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] },
      { b: [1] },
    ],
    ['leaves a member called Condition', { Condition: 'x', y: 1 }, { Condition: 'x', y: 1 }],
  ])('%s', (_what, expression, expected) => {
    expect(resolve(expression, SCOPE)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['an unknown function', { 'Fn::Magic': 1 }, 'Fn::Magic'],
    ['an index outside the list', { 'Fn::Select': [2, ['a']] }, 'Fn::Select'],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1, b: 2 }]] }, 'Fn::Join'],
  ])('refuses %s', (_what, expression, named) => {
    expect(() => resolve(expression, SCOPE)).toThrow(named);
  });

  it.each<[string, unknown, boolean]>([
    ['equality', { 'Fn::Equals': [{ Ref: 'A' }, 'ref:A'] }, true],
    ['and', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    ['not', { 'Fn::Not': [{ Condition: 'No' }] }, true],
  ])('evaluates the condition %s', (_what, expression, expected) => {
    expect(evaluateCondition(expression, SCOPE)).toBe(expected);
  });
});

const assemblyOf = (...templates: readonly Template[]): Assembly => ({
  stacks: templates.map((template, index) => ({ name: `S${index + 1}`, template })),
  assets: new Map(),
});

const plan = (assembly: Assembly, parameters: Readonly<Record<string, string>> = {}) =>
  planDeployment(assembly, { parameters, queueUrl: (name) => `http://here/${name}` });

const queue = (properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});

describe('a deployment', () => {
  it('gives a resource without a name one made of its stack and logical id', () => {
    const { of } = plan(assemblyOf({ Resources: { Plain: queue(), Ordered: queue({ FifoQueue: true }) } }));
    expect(of('AWS::SQS::Queue').map(({ name, ref }) => [name, ref])).toEqual([
      ['S1-Plain', 'http://here/S1-Plain'],
      ['S1-Ordered.fifo', 'http://here/S1-Ordered.fifo'],
    ]);
  });

  it('resolves references between resources in any order, and between stacks', () => {
    const assembly = assemblyOf(
      {
        Resources: {
          First: queue({
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Last', 'Arn'] }, maxReceiveCount: '3' },
          }),
          Last: queue({ QueueName: { Ref: 'Name' } }),
        },
        Parameters: { Name: { Type: 'String', Default: 'dead' } },
        Outputs: { Url: { Value: { Ref: 'Last' }, Export: { Name: 'last-url' } } },
      },
      { Outputs: { Copy: { Value: { 'Fn::ImportValue': 'last-url' } } } },
    );
    const { of, outputs } = plan(assembly, { Name: 'given' });
    expect(of('AWS::SQS::Queue')[0]?.properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:000000000000:given',
      maxReceiveCount: 3,
    });
    expect(outputs).toEqual({ Url: 'http://here/given', Copy: 'http://here/given' });
  });

  it('leaves out resources whose condition is false', () => {
    const { of } = plan(
      assemblyOf({
        Parameters: { Stage: { Type: 'String', AllowedValues: ['test', 'prod'] } },
        Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
        Resources: { Always: queue(), Sometimes: { ...queue(), Condition: 'Prod' } },
      }),
      { Stage: 'test' },
    );
    expect(of('AWS::SQS::Queue').map((resource) => resource.logicalId)).toEqual(['Always']);
  });

  it('lets expressions refer to roles and keys, which the embedded cloud does not make', () => {
    const { outputs } = plan(
      assemblyOf({
        Resources: { Key: { Type: 'AWS::KMS::Key' } },
        Outputs: { KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
      }),
    );
    expect(outputs['KeyArn']).toMatch(/^arn:aws:kms:/);
  });

  it.each<[string, Template, Readonly<Record<string, string>>, string]>([
    [
      'a name that refers to itself',
      { Resources: { Q: queue({ QueueName: { Ref: 'Q' } }) } },
      {},
      'refers to itself',
    ],
    [
      'an import nobody exports',
      { Resources: { Q: queue({ QueueName: { 'Fn::ImportValue': 'x' } }) } },
      {},
      'exports x',
    ],
    ['a parameter nobody declares', { Resources: {} }, { Typo: 'x' }, 'Typo'],
    [
      'a parameter value that is not allowed',
      { Parameters: { Stage: { Type: 'String', AllowedValues: ['test'] } } },
      { Stage: 'prod' },
      'Stage',
    ],
    [
      'an attribute that does not exist',
      { Outputs: { O: { Value: { 'Fn::GetAtt': ['Q', 'Colour'] } } }, Resources: { Q: queue() } },
      {},
      'Colour',
    ],
  ])('refuses %s', (_what, template, parameters, named) => {
    expect(() => plan(assemblyOf(template), parameters)).toThrow(named);
  });
});
