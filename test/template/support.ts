import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type AppOptions, createApp, type HubApp } from '../../infra/app.ts';
import type { GemeenteKanalen } from '../../infra/options.ts';
import { trialEnvironment } from '../environment.ts';
import { temporaryMap } from '../temporary.ts';

/*
 * De toets aan de schema's van CloudFormation kost per synthese meer dan al het andere samen. `nag.test.ts` zet haar
 * weer aan en toetst er de hele app mee; de andere tests kijken alleen naar de inhoud.
 */
process.env['CDK_VALIDATION'] ??= 'false';

/** Eén bron uit een sjabloon, zoals CloudFormation haar krijgt. */
export type Source = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** Een stack: die van een gemeente heet naar haar code. */
export type StackName = 'gegevens' | 'verwerking' | 'archief' | `gemeente-${string}`;

/** Waar een verwijzing heen gaat, ook over stacks heen. */
export type Target = { readonly stack: StackName; readonly id: string };

/** Twee gemeenten met elk twee partners; `taalschool` komt in allebei voor. */
export const TWO_TIMES_TWO = [
  { gemeentecode: '0907', partners: [{ sleutel: 'taalschool' }, { sleutel: 'balk' }] },
  { gemeentecode: '1734', partners: [{ sleutel: 'taalschool' }, { sleutel: 'wijkondersteuner' }] },
] as const;

/** Zoveel partners, verdeeld over gemeenten van zes. */
export const partners = (count: number): readonly GemeenteKanalen[] =>
  Array.from({ length: Math.ceil(count / 6) }, (_, number) => ({
    gemeentecode: String(1000 + number),
    partners: ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage']
      .slice(0, count - 6 * number)
      .map((key) => ({ sleutel: key })),
  }));

/** De app met een regel code per functie, zodat een sjabloontest geen bundels nodig heeft. */
export const createTrialApp = (options: Partial<AppOptions> = {}): HubApp =>
  createApp({
    omgeving: trialEnvironment(),
    gemeenten: TWO_TIMES_TWO,
    outdir: temporaryMap(),
    codeFor: () => Code.fromInline('export const handler = async () => {};'),
    ...options,
  });

/** De sjablonen van een app, met vragen die over de grenzen van een stack heen gaan. */
export const readTemplates = (hub: HubApp) => {
  const templates: Readonly<Record<'gegevens' | 'verwerking' | 'archief', Template>> &
    Readonly<Partial<Record<StackName, Template>>> = {
    gegevens: Template.fromStack(hub.gegevens),
    verwerking: Template.fromStack(hub.verwerking),
    archief: Template.fromStack(hub.archief),
    ...Object.fromEntries(
      hub.gemeenten.map((stack) => [`gemeente-${stack.gemeentecode}`, Template.fromStack(stack)]),
    ),
  };
  const names = Object.keys(templates) as StackName[];
  const templateOf = (stack: StackName): Template => {
    const template = templates[stack];
    if (template === undefined) throw new Error(`geen stack ${stack}`);
    return template;
  };

  const sources = (type: string): readonly { readonly doel: Target; readonly bron: Source }[] =>
    names.flatMap((stack) =>
      Object.entries(templateOf(stack).findResources(type)).map(([id, source]) => ({
        doel: { stack, id },
        bron: source as Source,
      })),
    );

  const exports = new Map<string, { stack: StackName; waarde: unknown }>(
    names.flatMap((stack) =>
      Object.values(templateOf(stack).findOutputs('*')).flatMap((output) =>
        output['Export'] === undefined
          ? []
          : [[String(output['Export'].Name), { stack, waarde: output['Value'] as unknown }] as const],
      ),
    ),
  );

  /** Volgt Ref, Fn::GetAtt en Fn::ImportValue tot de bron waar de waarde vandaan komt. */
  const targetOf = (stack: StackName, value: unknown): Target | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    if ('Ref' in value) return { stack, id: String(value.Ref) };
    if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) {
      return { stack, id: String(value['Fn::GetAtt'][0]) };
    }
    if ('Fn::ImportValue' in value) {
      const output = exports.get(String(value['Fn::ImportValue']));
      return output === undefined ? undefined : targetOf(output.stack, output.waarde);
    }
    return undefined;
  };

  const sourceOf = (target: Target | undefined): Source | undefined =>
    target === undefined ? undefined : templateOf(target.stack).toJSON()['Resources'][target.id];

  return { templates, templateOf, sources, targetOf, sourceOf };
};

export type Templates = ReturnType<typeof readTemplates>;

/** Alles als lijst: IAM laat een enkele waarde zonder lijst toe. */
export const toList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Omgevingsvariabelen van een functie. */
export const environmentOf = (source: Source): Readonly<Record<string, unknown>> =>
  (source.Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

/** De functie met deze naam, herkend aan haar dienstnaam. */
export const functionWith = (
  templates: Templates,
  name: string,
): { readonly doel: Target; readonly bron: Source } => {
  const found = templates
    .sources('AWS::Lambda::Function')
    .find(({ bron }) => environmentOf(bron)['POWERTOOLS_SERVICE_NAME'] === `inburgeringshub-${name}`);
  if (found === undefined) throw new Error(`geen functie ${name} in het sjabloon`);
  return found;
};
