import { App, DefaultStackSynthesizer, type IReusableStackSynthesizer, Tags, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ArchiefStack } from './archief-stack.ts';
import { type BundelOpties, bundelFuncties, bundelMap } from './bundles.ts';
import { GegevensStack } from './gegevens-stack.ts';
import { APP_NAAM } from './namen.ts';
import { type CodeVoor, type GemeenteKanalen, leesKeuzes, type UitrolKeuzes } from './opties.ts';
import { VerwerkingStack } from './verwerking-stack.ts';

export type { GemeenteKanalen } from './opties.ts';

/** Hoe de app gemaakt wordt; wat hier ontbreekt komt uit de CDK-context of heeft een veilige standaard. */
export type AppOpties = Partial<UitrolKeuzes> &
  BundelOpties & {
    /** De gemeenten en hun partners; elk paar krijgt een eigen wachtrij. */
    readonly gemeenten: readonly GemeenteKanalen[];
    /** Map voor de CDK-assembly. */
    readonly outdir?: string;
    /** Levert de code van een functie; zonder dit worden de handlers gebundeld. */
    readonly codeFor?: CodeVoor;
  };

/** De gemaakte app met haar stacks. */
export type HubApp = {
  readonly app: App;
  readonly gegevens: GegevensStack;
  readonly verwerking: VerwerkingStack;
  readonly archief: ArchiefStack;
};

/** Gedrag van de CDK dat de hub nodig heeft en dat nieuwe projecten standaard aan hebben. */
const CDK_VLAGGEN = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // Toetst elk sjabloon aan de schema's van CloudFormation en maakt van een afwijking een fout.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // Gewone exports: de gegevensstack kan niet weg zolang de verwerking er nog op leunt.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
  '@aws-cdk/aws-events:requireEventBusPolicySid': true,
} as const;

/**
 * Zonder de SSM-parameter en de regel over de bootstrapversie in het sjabloon: de CDK controleert die versie zelf
 * al bij de uitrol. (De `as` is nodig omdat de CDK niet met `exactOptionalPropertyTypes` is gemaakt.)
 */
const SYNTHESIZER = new DefaultStackSynthesizer({
  generateBootstrapVersionRule: false,
}) as IReusableStackSynthesizer;

/** Laat de synthese mislukken op elke bevinding van AwsSolutions die niet met een reden is aanvaard. */
export const bewaakMetNag = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};

const gebundeldeCode = (opties: BundelOpties): CodeVoor => {
  const bundels = bundelFuncties(opties);
  return (functie) => Code.fromAsset(bundelMap(bundels, functie));
};

/**
 * Maakt de CDK-app van de hub: gegevens, verwerking en archief. Zoekt niets op in een account, dus de synthese
 * werkt zonder netwerk en zonder inloggegevens.
 */
export const createApp = (opties: AppOpties): HubApp => {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    treeMetadata: false,
    context: CDK_VLAGGEN,
    defaultStackSynthesizer: SYNTHESIZER,
    ...(opties.outdir === undefined ? {} : { outdir: opties.outdir }),
  });
  const uitContext = leesKeuzes(app.node);
  const domein = opties.domein ?? uitContext.domein;
  const duoCertificaatGeheimArn = opties.duoCertificaatGeheimArn ?? uitContext.duoCertificaatGeheimArn;
  const omgeving = opties.omgeving ?? uitContext.omgeving;
  const codeVoor = opties.codeFor ?? gebundeldeCode(opties);

  const gegevens = new GegevensStack(app, 'InburgeringshubGegevens', {
    description: 'Inburgeringshub: tabel, bus, geheim en wachtrijen van partners',
    omgeving,
    gemeenten: opties.gemeenten,
  });
  const verwerking = new VerwerkingStack(app, 'InburgeringshubVerwerking', {
    description: 'Inburgeringshub: functies, verwerkers en API',
    gegevens,
    codeVoor,
    keuzes: {
      omgeving,
      ...(domein === undefined ? {} : { domein }),
      ...(duoCertificaatGeheimArn === undefined ? {} : { duoCertificaatGeheimArn }),
    },
  });
  const archief = new ArchiefStack(app, 'InburgeringshubArchief', {
    description: 'Inburgeringshub: archief van de eigen gebeurtenissen',
    omgeving,
    bus: gegevens.bus,
    sleutelArn: gegevens.sleutelArn,
  });
  Tags.of(app).add('toepassing', APP_NAAM);
  Tags.of(app).add('omgeving', omgeving);
  bewaakMetNag(app);
  return { app, gegevens, verwerking, archief };
};

/** Maakt de app, synthetiseert haar en geeft de map van de assembly terug. Gooit bij elke bevinding. */
export const synthesise = (opties: AppOpties): string => createApp(opties).app.synth().directory;
