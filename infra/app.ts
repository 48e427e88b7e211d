import {
  App,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  Stack,
  type StackProps,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { gemeenteProfiel } from '../domain/gemeenten/index.ts';
import { ArchiefStack } from './archief-stack.ts';
import { bewaart } from './bescherming.ts';
import { type BundelOpties, bundelFuncties, bundelMap } from './bundles.ts';
import { GegevensStack } from './gegevens-stack.ts';
import { bewaakGrenzen } from './grenzen.ts';
import { KostenStack } from './kosten-stack.ts';
import { labelsVan } from './labels.ts';
import { kiesOmgeving } from './omgevingen/index.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import type { CodeVoor, GemeenteKanalen } from './opties.ts';
import { VerwerkingStack } from './verwerking-stack.ts';

export type { GemeenteKanalen } from './opties.ts';

/** How the app is made. */
export type AppOpties = BundelOpties & {
  /** The environment; unless given, the one that `-c omgeving=…` names. */
  readonly omgeving?: Omgeving;
  /** The gemeenten and their partners, each pair gets a queue of its own; unless given, those of the environment. */
  readonly gemeenten?: readonly GemeenteKanalen[];
  /** Folder for the CDK assembly. */
  readonly outdir?: string;
  /** Supplies the code of a function; without it the handlers are bundled. */
  readonly codeFor?: CodeVoor;
};

/** The app with its stacks. */
export type HubApp = {
  readonly app: App;
  readonly gegevens: GegevensStack;
  readonly verwerking: VerwerkingStack;
  readonly archief: ArchiefStack;
  /** Absent when the environment has no budget. */
  readonly kosten?: KostenStack;
};

/** Behaviour of the CDK that the hub needs and that is on by default in new projects. */
const CDK_VLAGGEN = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // Holds every template against CloudFormation's schemas; a deviation is an error.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // Plain exports: the data stack cannot go while the processing still leans on it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
  '@aws-cdk/aws-events:requireEventBusPolicySid': true,
} as const;

/** Makes the synthesis fail on every finding of AwsSolutions that was not accepted with a reason. */
export const bewaakMetNag = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};

const gebundeldeCode = (opties: BundelOpties): CodeVoor => {
  const bundels = bundelFuncties(opties);
  return (functie) => Code.fromAsset(bundelMap(bundels, functie));
};

/**
 * What all stacks share. With an account they can go nowhere else, without one wherever the credentials point. Where
 * data is kept no stack can be deleted by one click: not even the functions, whose going takes the API's address along.
 *
 * The template goes without the SSM parameter and the rule about the bootstrap version, since the CDK checks that when
 * it deploys. Each stack has a synthesizer of its own: stacks that share one also publish each other's code.
 */
const gedeeldeProps = (omgeving: Omgeving): StackProps => {
  const { account, regio } = omgeving;
  return {
    // The `as` because the CDK was not made with `exactOptionalPropertyTypes`.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    terminationProtection: bewaart(omgeving),
    ...(account === undefined ? {} : { env: { account, region: regio } }),
  };
};

/**
 * Makes the CDK app of the hub: data, processing, archive and costs. Looks nothing up in an account, so that the synthesis
 * works without a network and without credentials.
 */
export const createApp = (opties: AppOpties = {}): HubApp => {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    treeMetadata: false,
    context: CDK_VLAGGEN,
    ...(opties.outdir === undefined ? {} : { outdir: opties.outdir }),
  });
  const omgeving = opties.omgeving ?? kiesOmgeving(app.node.tryGetContext('omgeving'));
  const codeVoor = opties.codeFor ?? gebundeldeCode(opties);

  const gegevens = new GegevensStack(app, 'InburgeringshubGegevens', {
    description: 'Inburgeringshub: tabel, bus, geheim en wachtrijen van partners',
    ...gedeeldeProps(omgeving),
    omgeving,
    gemeenten: opties.gemeenten ?? omgeving.gemeenten.map(gemeenteProfiel),
  });
  const verwerking = new VerwerkingStack(app, 'InburgeringshubVerwerking', {
    description: 'Inburgeringshub: functies, verwerkers en API',
    ...gedeeldeProps(omgeving),
    gegevens,
    codeVoor,
    omgeving,
  });
  const archief = new ArchiefStack(app, 'InburgeringshubArchief', {
    description: 'Inburgeringshub: archief van de eigen gebeurtenissen',
    ...gedeeldeProps(omgeving),
    omgeving,
    bus: gegevens.bus,
    sleutelArn: gegevens.sleutelArn,
  });
  const { budget, alarmEmailadres } = omgeving;
  const kosten =
    budget &&
    new KostenStack(app, 'InburgeringshubKosten', {
      description: 'Inburgeringshub: budget van het account',
      ...gedeeldeProps(omgeving),
      budget,
      alarmEmailadres,
    });
  for (const [naam, waarde] of Object.entries(labelsVan(omgeving))) Tags.of(app).add(naam, waarde);
  for (const stack of app.node.children) if (Stack.isStack(stack)) bewaakGrenzen(stack);
  bewaakMetNag(app);
  return { app, gegevens, verwerking, archief, ...(kosten && { kosten }) };
};

/** Makes the app, synthesises it and gives the folder of the assembly. Throws on every finding. */
export const synthesise = (opties: AppOpties = {}): string => createApp(opties).app.synth().directory;
