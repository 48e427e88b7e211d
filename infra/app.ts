import {
  App,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  PermissionsBoundary,
  Stack,
  type StackProps,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { known } from '../domain/known.ts';
import { type BundleOptions, bundleFunctions, bundlePath } from './bundling/bundles.ts';
import { readersOf } from './constructs/partner-access.ts';
import type { Environment } from './environments/environment.ts';
import { chooseEnvironment } from './environments/index.ts';
import { profilesOf } from './gemeenten/profiles.ts';
import { labelsOf } from './labels.ts';
import { watchBounds } from './limits.ts';
import { APP_STACK_PREFIX } from './names.ts';
import type { CodeFor, GemeenteKanalen } from './options.ts';
import { keeps } from './protection.ts';
import { settingsError } from './settings-error.ts';
import { ArchiveStack } from './stacks/archive-stack.ts';
import { BackupStack } from './stacks/backup-stack.ts';
import { CostsStack } from './stacks/costs-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { GemeenteStack } from './stacks/gemeente-stack.ts';
import { PeopleStack } from './stacks/people-stack.ts';
import { ProcessingStack } from './stacks/processing/processing-stack.ts';
import { TokensStack } from './stacks/tokens-stack.ts';
import { TrailStack } from './stacks/trail-stack.ts';
import { checkIssuers } from './tokens/check.ts';

export type { GemeenteKanalen } from './options.ts';

/** What a caller can choose about the app. */
export type AppOptions = Pick<BundleOptions, 'functionsDir' | 'bundlesDir'> & {
  /** The environment; by default the one that `-c omgeving=…` names. */
  readonly environment?: Environment;
  /** The gemeenten with their partners; by default those of the environment. Each pair gets a queue. */
  readonly gemeenten?: readonly GemeenteKanalen[];
  /** Folder for the assembly of the CDK. */
  readonly outdir?: string;
  /** Supplies the code of a function; by default the bundle of its handler. */
  readonly codeFor?: CodeFor;
};

/** The app with its stacks. */
export type HubApp = {
  readonly app: App;
  readonly data: DataStack;
  readonly processing: ProcessingStack;
  readonly archive: ArchiveStack;
  /** The stacks of the gemeenten, one for each. */
  readonly gemeenten: readonly GemeenteStack[];
  /** Absent when the environment has no budget. */
  readonly costs?: CostsStack;
  /** Absent when the environment has no vault in another account. */
  readonly backup?: BackupStack;
  /** Absent when the environment names no bucket for it. */
  readonly trail?: TrailStack;
  /** Absent when the environment brings no issuer of its own. */
  readonly tokens?: TokensStack;
  /** Absent when people sign in elsewhere. */
  readonly people?: PeopleStack;
};

/**
 * Feature flags of the CDK that the hub needs. The CDK sets them in new projects, and not for an app that sets its
 * context.
 */
const CDK_FLAGS = {
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  // The synthesis holds every template against CloudFormation's schemas, and a deviation is an error.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // Exports keep the data stack from being deleted while the processing stack uses it.
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
  return (fn) => Code.fromAsset(bundlePath(bundles, fn));
};

/**
 * The properties that all stacks share. With an account the CDK deploys them nowhere else; without one it deploys them
 * where the credentials point. Where data is kept, termination protection covers every stack, because without the
 * functions the address of the API is gone too.
 *
 * The templates have no parameter and no rule about the bootstrap version, because the CDK checks that version when it
 * deploys. Each stack gets a synthesizer of its own, because stacks that share one also publish each other's code.
 */
const sharedProps = (environment: Environment): StackProps => {
  const { account, regio } = environment;
  return {
    // The types of the CDK do not fit `exactOptionalPropertyTypes`, hence the cast.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer,
    terminationProtection: keeps(environment),
    ...(environment.rechtengrens !== undefined && {
      permissionsBoundary: PermissionsBoundary.fromName(environment.rechtengrens),
    }),
    ...(account === undefined ? {} : { env: { account, region: regio } }),
  };
};

/** Throws when the environment names a certificate at DUO of a gemeente that takes no part in it. */
const checkCertificates = ({ duo }: Environment, gemeenten: readonly GemeenteKanalen[]): void => {
  const known = new Set<string>(gemeenten.map(({ gemeentecode }) => gemeentecode));
  const unknown = Object.keys(duo?.gemeenten ?? {}).filter((gemeentecode) => !known.has(gemeentecode));
  if (unknown.length > 0)
    throw settingsError(`duo.gemeenten noemt gemeenten die niet meedoen: ${unknown.join(', ')}`);
};

/**
 * Makes the CDK app of the hub with its stacks for data, processing, archive and costs, and one for each gemeente. It
 * looks nothing up in an account, so that the synthesis works without a network and without credentials.
 */
export const createApp = (options: AppOptions = {}): HubApp => {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    treeMetadata: false,
    context: CDK_FLAGS,
    ...known({ outdir: options.outdir }),
  });
  const environment = options.environment ?? chooseEnvironment(app.node.tryGetContext('omgeving'));
  const profiles = profilesOf(environment);
  const codeFor = options.codeFor ?? bundledCode({ ...options, profiles });
  const kanalen = options.gemeenten ?? profiles;
  const readers = readersOf(environment, kanalen);
  checkCertificates(environment, kanalen);
  checkIssuers(environment, kanalen);

  const data = new DataStack(app, 'InburgeringshubGegevens', {
    description: 'Inburgeringshub: tabel, bus en geheimen',
    ...sharedProps(environment),
    environment,
    readers,
  });
  const gemeenten = kanalen.map(
    (gemeente) =>
      new GemeenteStack(app, `${APP_STACK_PREFIX}Gemeente${gemeente.gemeentecode}`, {
        description: `Inburgeringshub: wachtrijen van gemeente ${gemeente.gemeentecode}`,
        ...sharedProps(environment),
        environment,
        gemeente,
        keyArn: data.keyArn,
        alarmTopic: data.alarmTopic,
        readers,
      }),
  );
  const eigen = environment.tokens?.eigen;
  const tokens =
    eigen &&
    new TokensStack(app, 'InburgeringshubTokens', {
      description: 'Inburgeringshub: uitgifte van tokens aan organisaties',
      ...sharedProps(environment),
      environment,
      domainPrefix: eigen.domeinvoorvoegsel,
    });
  const { loketEigen } = environment;
  const people =
    loketEigen &&
    new PeopleStack(app, 'InburgeringshubMensen', {
      description: 'Inburgeringshub: accounts van mensen die het loket gebruiken',
      ...sharedProps(environment),
      environment,
      domainPrefix: loketEigen.domeinvoorvoegsel,
    });
  const processing = new ProcessingStack(app, 'InburgeringshubVerwerking', {
    description: 'Inburgeringshub: functies, verwerkers en API',
    ...sharedProps(environment),
    data,
    codeFor,
    environment,
    gemeenten: kanalen.length,
    ownIssuer: tokens?.issuer,
    people: people?.pool,
  });
  // No function may know of a partner before its queue is there.
  for (const gemeente of gemeenten) processing.addStackDependency(gemeente);
  const archive = new ArchiveStack(app, 'InburgeringshubArchief', {
    description: 'Inburgeringshub: archief van de eigen gebeurtenissen',
    ...sharedProps(environment),
    environment,
    bus: data.bus,
    keyArn: data.keyArn,
  });
  const { budget, alarmEmailadres, reservekopie, spoor } = environment;
  const costs =
    budget &&
    new CostsStack(app, 'InburgeringshubKosten', {
      description: 'Inburgeringshub: budget van het account',
      ...sharedProps(environment),
      budget,
      alarmEmailadres,
    });
  const backup =
    reservekopie &&
    new BackupStack(app, 'InburgeringshubReserve', {
      description: 'Inburgeringshub: kopie van de tabel in een ander account',
      ...sharedProps(environment),
      environment,
      copy: reservekopie,
      table: data.table,
      logboek: data.logboek,
      keyArn: data.keyArn,
    });
  const trail =
    spoor &&
    new TrailStack(app, 'InburgeringshubSpoor', {
      description: 'Inburgeringshub: wie de tabel las of schreef',
      ...sharedProps(environment),
      bucketName: spoor.bucket,
      environment,
      table: data.table,
      logboek: data.logboek,
    });
  for (const [name, value] of Object.entries(labelsOf(environment))) Tags.of(app).add(name, value);
  for (const stack of app.node.children) if (Stack.isStack(stack)) watchBounds(stack);
  watchWithNag(app);
  return {
    app,
    data,
    gemeenten,
    processing,
    archive,
    ...known({ costs, backup, trail, tokens, people }),
  };
};

/** Makes the app, synthesises it and returns the folder of the assembly. It throws on every finding. */
export const synthesise = (options: AppOptions = {}): string => createApp(options).app.synth().directory;
