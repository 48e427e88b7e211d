import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type AppOptions, createApp, type HubApp } from '../../infra/app.ts';
import type { GemeenteKanalen } from '../../infra/options.ts';
import { SKIPPED_TYPES } from '../../local/template/schemas.ts';
import { trialEnvironment } from '../environment.ts';
import { temporaryFolder } from '../temporary.ts';

/** One resource of a template, as CloudFormation gets it. */
export type Source = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** The name of a stack. That of a gemeente holds its code. */
export type StackName = 'data' | 'processing' | 'archive' | `gemeente-${string}`;

/** The resource that a reference leads to, also in another stack. */
export type Target = { readonly stack: StackName; readonly id: string };

/** Two gemeenten with two partners each. Both have `taalschool`. */
export const TWO_TIMES_TWO = [
  { gemeentecode: '0907', partners: [{ sleutel: 'taalschool' }, { sleutel: 'balk' }] },
  { gemeentecode: '1734', partners: [{ sleutel: 'taalschool' }, { sleutel: 'wijkondersteuner' }] },
] as const;

/** This number of partners, six to a gemeente. */
export const partners = (count: number): readonly GemeenteKanalen[] =>
  Array.from({ length: Math.ceil(count / 6) }, (_, number) => ({
    gemeentecode: String(1000 + number),
    partners: ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage']
      .slice(0, count - 6 * number)
      .map((key) => ({ sleutel: key })),
  }));

/** The app with one line of code per function, so that a test of templates needs no bundles. */
export const createTrialApp = (options: Partial<AppOptions> = {}): HubApp =>
  createApp({
    environment: trialEnvironment(),
    gemeenten: TWO_TIMES_TWO,
    outdir: temporaryFolder(),
    codeFor: () => Code.fromInline('export const handler = async () => {};'),
    ...options,
  });

/** The types of the resources in this template that mean something to a hub on one machine. */
export const localTypes = (template: Template): readonly string[] =>
  Object.values<{ Type: string }>(template.toJSON()['Resources'])
    .map(({ Type }) => Type)
    .filter((type) => !SKIPPED_TYPES.has(type));

/** The templates of an app, with look-ups across the stacks. */
export const readTemplates = (hub: HubApp) => {
  const templates: Readonly<Record<'data' | 'processing' | 'archive', Template>> &
    Readonly<Partial<Record<StackName, Template>>> = {
    data: Template.fromStack(hub.data),
    processing: Template.fromStack(hub.processing),
    archive: Template.fromStack(hub.archive),
    ...Object.fromEntries(
      hub.gemeenten.map((stack) => [`gemeente-${stack.gemeentecode}`, Template.fromStack(stack)]),
    ),
  };
  const names = Object.keys(templates) as StackName[];
  const templateOf = (stack: StackName): Template => {
    const template = templates[stack];
    if (template === undefined) throw new Error(`there is no stack ${stack}`);
    return template;
  };

  const sources = (type: string): readonly { readonly target: Target; readonly source: Source }[] =>
    names.flatMap((stack) =>
      Object.entries(templateOf(stack).findResources(type)).map(([id, source]) => ({
        target: { stack, id },
        source: source as Source,
      })),
    );

  const exports = new Map<string, { stack: StackName; value: unknown }>(
    names.flatMap((stack) =>
      Object.values(templateOf(stack).findOutputs('*')).flatMap((output) =>
        output['Export'] === undefined
          ? []
          : [[String(output['Export'].Name), { stack, value: output['Value'] as unknown }] as const],
      ),
    ),
  );

  /** Follows Ref, Fn::GetAtt and Fn::ImportValue to the resource that a value comes from. */
  const targetOf = (stack: StackName, value: unknown): Target | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    if ('Ref' in value) return { stack, id: String(value.Ref) };
    if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) {
      return { stack, id: String(value['Fn::GetAtt'][0]) };
    }
    if ('Fn::ImportValue' in value) {
      const output = exports.get(String(value['Fn::ImportValue']));
      return output === undefined ? undefined : targetOf(output.stack, output.value);
    }
    return undefined;
  };

  const sourceOf = (target: Target | undefined): Source | undefined =>
    target === undefined ? undefined : templateOf(target.stack).toJSON()['Resources'][target.id];

  return { names, templates, templateOf, sources, targetOf, sourceOf };
};

export type Templates = ReturnType<typeof readTemplates>;

let trial: Templates | undefined;

/** The templates of the trial app without options of its own, synthesised once for all files of a worker. */
export const trialTemplates = (): Templates => {
  trial ??= readTemplates(createTrialApp());
  return trial;
};

/** A value as a list, because IAM allows a single value without one. */
export const toList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The environment variables of a function. */
export const environmentOf = (source: Source): Readonly<Record<string, unknown>> =>
  (source.Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

/** The function with this name, found by its service name. */
export const functionWith = (
  templates: Templates,
  name: string,
): { readonly target: Target; readonly source: Source } => {
  const found = templates
    .sources('AWS::Lambda::Function')
    .find(({ source }) => environmentOf(source)['POWERTOOLS_SERVICE_NAME'] === `inburgeringshub-${name}`);
  if (found === undefined) throw new Error(`there is no function ${name} in the templates`);
  return found;
};
