import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type AppOpties, createApp, type HubApp } from '../../infra/app.ts';
import type { GemeenteKanalen } from '../../infra/opties.ts';
import { proefOmgeving } from '../omgeving.ts';
import { tijdelijkeMap } from '../tijdelijk.ts';

/*
 * De toets aan de schema's van CloudFormation kost per synthese meer dan al het andere samen. `nag.test.ts` zet haar
 * weer aan en toetst er de hele app mee; de andere tests kijken alleen naar de inhoud.
 */
process.env['CDK_VALIDATION'] ??= 'false';

/** Eén bron uit een sjabloon, zoals CloudFormation haar krijgt. */
export type Bron = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

export type StackNaam = 'gegevens' | 'verwerking' | 'archief';

/** Waar een verwijzing heen gaat, ook over stacks heen. */
export type Doel = { readonly stack: StackNaam; readonly id: string };

/** Twee gemeenten met elk twee partners; `taalschool` komt in allebei voor. */
export const TWEE_MAAL_TWEE = [
  { gemeentecode: '0907', partners: [{ sleutel: 'taalschool' }, { sleutel: 'balk' }] },
  { gemeentecode: '1734', partners: [{ sleutel: 'taalschool' }, { sleutel: 'wijkondersteuner' }] },
] as const;

/** Zoveel partners, verdeeld over gemeenten van zes. */
export const partners = (aantal: number): readonly GemeenteKanalen[] =>
  Array.from({ length: Math.ceil(aantal / 6) }, (_, nummer) => ({
    gemeentecode: String(1000 + nummer),
    partners: ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage']
      .slice(0, aantal - 6 * nummer)
      .map((sleutel) => ({ sleutel })),
  }));

/** De app met een regel code per functie, zodat een sjabloontest geen bundels nodig heeft. */
export const maakProefApp = (opties: Partial<AppOpties> = {}): HubApp =>
  createApp({
    omgeving: proefOmgeving(),
    gemeenten: TWEE_MAAL_TWEE,
    outdir: tijdelijkeMap(),
    codeFor: () => Code.fromInline('export const handler = async () => {};'),
    ...opties,
  });

/** De drie sjablonen van een app, met vragen die over de grenzen van een stack heen gaan. */
export const leesSjablonen = (hub: HubApp) => {
  const sjablonen: Readonly<Record<StackNaam, Template>> = {
    gegevens: Template.fromStack(hub.gegevens),
    verwerking: Template.fromStack(hub.verwerking),
    archief: Template.fromStack(hub.archief),
  };
  const namen = ['gegevens', 'verwerking', 'archief'] as const;

  const bronnen = (type: string): readonly { readonly doel: Doel; readonly bron: Bron }[] =>
    namen.flatMap((stack) =>
      Object.entries(sjablonen[stack].findResources(type)).map(([id, bron]) => ({
        doel: { stack, id },
        bron: bron as Bron,
      })),
    );

  const exports = new Map<string, { stack: StackNaam; waarde: unknown }>(
    namen.flatMap((stack) =>
      Object.values(sjablonen[stack].findOutputs('*')).flatMap((uitvoer) =>
        uitvoer['Export'] === undefined
          ? []
          : [[String(uitvoer['Export'].Name), { stack, waarde: uitvoer['Value'] as unknown }] as const],
      ),
    ),
  );

  /** Volgt Ref, Fn::GetAtt en Fn::ImportValue tot de bron waar de waarde vandaan komt. */
  const doelVan = (stack: StackNaam, waarde: unknown): Doel | undefined => {
    if (typeof waarde !== 'object' || waarde === null) return undefined;
    if ('Ref' in waarde) return { stack, id: String(waarde.Ref) };
    if ('Fn::GetAtt' in waarde && Array.isArray(waarde['Fn::GetAtt'])) {
      return { stack, id: String(waarde['Fn::GetAtt'][0]) };
    }
    if ('Fn::ImportValue' in waarde) {
      const uitvoer = exports.get(String(waarde['Fn::ImportValue']));
      return uitvoer === undefined ? undefined : doelVan(uitvoer.stack, uitvoer.waarde);
    }
    return undefined;
  };

  const bronVan = (doel: Doel | undefined): Bron | undefined =>
    doel === undefined ? undefined : sjablonen[doel.stack].toJSON()['Resources'][doel.id];

  return { sjablonen, bronnen, doelVan, bronVan };
};

export type Sjablonen = ReturnType<typeof leesSjablonen>;

/** Alles als lijst: IAM laat een enkele waarde zonder lijst toe. */
export const alsLijst = (waarde: unknown): readonly unknown[] =>
  Array.isArray(waarde) ? waarde : waarde === undefined ? [] : [waarde];

/** Omgevingsvariabelen van een functie. */
export const omgevingVan = (bron: Bron): Readonly<Record<string, unknown>> =>
  (bron.Properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

/** De functie met deze naam, herkend aan haar dienstnaam. */
export const functieMet = (
  sjablonen: Sjablonen,
  naam: string,
): { readonly doel: Doel; readonly bron: Bron } => {
  const gevonden = sjablonen
    .bronnen('AWS::Lambda::Function')
    .find(({ bron }) => omgevingVan(bron)['POWERTOOLS_SERVICE_NAME'] === `inburgeringshub-${naam}`);
  if (gevonden === undefined) throw new Error(`geen functie ${naam} in het sjabloon`);
  return gevonden;
};
