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
import { type BundleOptions, bundleFunctions, bundleMap } from './bundling/bundles.ts';
import { readersOf } from './constructs/partner-access.ts';
import type { Environment } from './environments/environment.ts';
import { chooseEnvironment } from './environments/index.ts';
import { profilesOf } from './gemeenten/profiles.ts';
import { labelsOf } from './labels.ts';
import { watchBounds } from './limits.ts';
import { APP_STACK_PREFIX } from './names.ts';
import type { CodeFor, GemeenteKanalen } from './options.ts';
import { keeps } from './protection.ts';
import { ArchiveStack } from './stacks/archive-stack.ts';
import { CostsStack } from './stacks/costs-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { GemeenteStack } from './stacks/gemeente-stack.ts';
import { ProcessingStack } from './stacks/processing-stack.ts';

export type { GemeenteKanalen } from './options.ts';

/** How the app is made. */
export type AppOptions = Pick<BundleOptions, 'functionsDir' | 'bundlesDir'> & {
  /** The environment; unless given, the one that `-c omgeving=…` names. */
  readonly omgeving?: Environment;
  /** The gemeenten and their partners, each pair gets a queue of its own; unless given, those of the environment. */
  readonly gemeenten?: readonly GemeenteKanalen[];
  /** Folder for the CDK assembly. */
  readonly outdir?: string;
  /** Supplies the code of a function; without it the handlers are bundled. */
  readonly codeFor?: CodeFor;
};

/** The app with its stacks. */
export type HubApp = {
  readonly app: App;
  readonly gegevens: DataStack;
  readonly verwerking: ProcessingStack;
  readonly archief: ArchiveStack;
  /** One for each gemeente. */
  readonly gemeenten: readonly GemeenteStack[];
  /** Absent when the environment has no budget. */
  readonly kosten?: CostsStack;
};

/** Behaviour of the CDK that the hub needs and that is on by default in new projects. */
const CDK_FLAGS = {
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
export const watchWithNag = (app: App): void => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};

const bundledCode = (options: BundleOptions): CodeFor => {
  const bundles = bundleFunctions(options);
  return (fn) => Code.fromAsset(bundleMap(bundles, fn));
};

/**
 * What all stacks share. With an account they can go nowhere else, without one wherever the credentials point. Where
 * data is kept no stack can be deleted by one click: not even the functions, whose going takes the API's address along.
 *
 * The template goes without the SSM parameter and the rule about the bootstrap version, since the CDK checks that when
 * it deploys. Each stack has a synthesizer of its own: stacks that share one also publish each other's code.
 */
const sharedProps = (environment: Environment): StackProps => {
  const { account, regio } = environment;
  return {
    // The `as` because the CDK was not made with `exactOptionalPropertyTypes`.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    terminationProtection: keeps(environment),
    ...(account === undefined ? {} : { env: { account, region: regio } }),
  };
};

/**
 * Makes the CDK app of the hub: data, the gemeenten, processing, archive and costs. Looks nothing up in an account, so that the synthesis
 * works without a network and without credentials.
 */
export const createApp = (options: AppOptions = {}): HubApp => {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    treeMetadata: false,
    context: CDK_FLAGS,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const environment = options.omgeving ?? chooseEnvironment(app.node.tryGetContext('omgeving'));
  const profiles = profilesOf(environment);
  const codeFor = options.codeFor ?? bundledCode({ ...options, profiles });
  const kanalen = options.gemeenten ?? profiles;
  const readers = readersOf(environment, kanalen);

  const data = new DataStack(app, 'InburgeringshubGegevens', {
    description: 'Inburgeringshub: tabel, bus en geheimen',
    ...sharedProps(environment),
    omgeving: environment,
    readers,
  });
  const gemeenten = kanalen.map(
    (gemeente) =>
      new GemeenteStack(app, `${APP_STACK_PREFIX}Gemeente${gemeente.gemeentecode}`, {
        description: `Inburgeringshub: wachtrijen en alarmen van gemeente ${gemeente.gemeentecode}`,
        ...sharedProps(environment),
        omgeving: environment,
        gemeente,
        keyArn: data.keyArn,
        alarmTopic: data.alarmTopic,
        readers,
      }),
  );
  const processing = new ProcessingStack(app, 'InburgeringshubVerwerking', {
    description: 'Inburgeringshub: functies, verwerkers en API',
    ...sharedProps(environment),
    gegevens: data,
    codeFor,
    omgeving: environment,
  });
  // No function may know of a partner before its queue is there.
  for (const gemeente of gemeenten) processing.addStackDependency(gemeente);
  const archive = new ArchiveStack(app, 'InburgeringshubArchief', {
    description: 'Inburgeringshub: archief van de eigen gebeurtenissen',
    ...sharedProps(environment),
    omgeving: environment,
    bus: data.bus,
    keyArn: data.keyArn,
  });
  const { budget, alarmEmailadres } = environment;
  const costs =
    budget &&
    new CostsStack(app, 'InburgeringshubKosten', {
      description: 'Inburgeringshub: budget van het account',
      ...sharedProps(environment),
      budget,
      alarmEmailadres,
    });
  for (const [name, value] of Object.entries(labelsOf(environment))) Tags.of(app).add(name, value);
  for (const stack of app.node.children) if (Stack.isStack(stack)) watchBounds(stack);
  watchWithNag(app);
  return {
    app,
    gegevens: data,
    gemeenten,
    verwerking: processing,
    archief: archive,
    ...(costs && { kosten: costs }),
  };
};

/** Makes the app, synthesises it and gives the folder of the assembly. Throws on every finding. */
export const synthesise = (options: AppOptions = {}): string => createApp(options).app.synth().directory;
