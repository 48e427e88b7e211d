import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGateway } from './api/gateway.ts';
import { createQuestions } from './api/questions.ts';
import { stagesOf } from './api/stages.ts';
import { serveAwsJson } from './aws-json.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { type Clock, createClock } from './clock/clock.ts';
import { createArchives } from './events/archive.ts';
import { createEventBus, type EventEnvelope } from './events/bus.ts';
import { rulesOf } from './events/rules.ts';
import { createLambdaApi } from './functions/api.ts';
import type { Endpoints } from './functions/environment.ts';
import { type BusyFunction, createFunctions, type Invocation } from './functions/functions.ts';
import type { Outcome } from './functions/invocation.ts';
import { pagesAt } from './hosts.ts';
import { ownMounts } from './own-mounts.ts';
import { startQueueEngine } from './queues/engine.ts';
import { type InspectedMessage, inspect } from './queues/inspect.ts';
import { refuseQueryProtocol } from './queues/query-protocol.ts';
import { createQueues } from './queues/queues.ts';
import { createRest } from './rest.ts';
import { openDataFolder } from './seal.ts';
import { createSecrets } from './secrets/secrets.ts';
import { type EdgeServer, openServer } from './server.ts';
import { startTableEngine } from './tables/tables.ts';
import { readAssembly } from './template/assembly.ts';
import { checkResourceTypes, planDeployment } from './template/deployment.ts';
import { ACCOUNT } from './template/identity.ts';

export type { Endpoints } from './functions/environment.ts';
export type { BusyFunction, Invocation } from './functions/functions.ts';
export type { InspectedMessage } from './queues/inspect.ts';

/** A queue of the running app. */
export interface QueueInfo {
  readonly url: string;
  readonly arn: string;
  /** The function that an enabled event source mapping gives its messages to. */
  readonly mappedTo?: string;
}

/** A synthesised app, running on this machine. */
export interface EmbeddedCloud {
  /** `http://127.0.0.1:<port>`; a REST API stage is the first path segment. */
  readonly url: string;
  readonly endpoints: Endpoints;
  /** Outputs of all stacks, by output key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Queues by name. */
  readonly queues: Readonly<Record<string, QueueInfo>>;
  /** Resolves when every mapped queue is empty, no invocation runs and no event is on its way. */
  settled(): Promise<void>;
  /** A queue's messages, ready, delayed and in flight, without taking them. */
  inspectQueue(nameOrUrl: string): readonly InspectedMessage[];
  /** Invokes a function by name or ARN and waits for the outcome. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** The functions that have invocations now. */
  busy(): readonly BusyFunction[];
  /**
   * Lets running invocations finish for a bounded time, and then closes everything. A message whose invocation was cut
   * off stays in its queue.
   */
  stop(): Promise<void>;
}

export interface EmbeddedCloudOptions {
  /** The `cdk.out` directory. */
  readonly assemblyDir: string;
  /** `functions/worker.ts` as JavaScript in one file, which a thread loads faster. */
  readonly worker?: string;
  /** CloudFormation parameter values, as at a deploy. */
  readonly parameters: Readonly<Record<string, string>>;
  /** 0 takes any free port. One that is open already is served, and closed at the end. */
  readonly port: number | EdgeServer;
  /** State on disk when given, in memory otherwise. */
  readonly dataDir?: string;
  /** The clock that the functions and the expiry of items go by; that of this machine unless given. */
  readonly clock?: Clock;
  /** Runs when the state on disk is there, before anything works on it. */
  readonly prepare?: (services: Endpoints, outputs: Readonly<Record<string, string>>) => Promise<void>;
  /** Invocations in flight per function, of one that the template reserves none for. */
  readonly concurrency?: number;
  /** Handlers of the caller, by path prefix, on the same port. */
  readonly mounts?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
  /** The path of the pages, where a browser is sent that asks for `/`. */
  readonly home?: string;
  /** Path prefixes of what a page of any site may read. */
  readonly open?: readonly string[];
  /** Names that the port answers to, beside those of this machine. */
  readonly hosts?: readonly string[];
  /** Lines that functions write to stdout and stderr. */
  readonly onLog?: (functionName: string, line: string) => void;
  /** Every event that a bus accepts. */
  readonly onEvent?: (event: EventEnvelope) => void;
  /** Every invocation that ended. */
  readonly onInvocation?: (invocation: Invocation) => void;
  /**
   * Gives the addresses at which the functions find the services, from the addresses that these really have. A caller
   * that wants to see the calls puts a proxy in between. Without it the functions call the services directly.
   */
  readonly between?: (services: Endpoints) => Promise<Endpoints>;
}

const DEFAULT_CONCURRENCY = 10;

/** What a cloud starts its services on. */
interface Ground {
  readonly options: EmbeddedCloudOptions;
  readonly cleanup: Cleanup;
  readonly server: EdgeServer;
  readonly clock: Clock;
  readonly onLog: NonNullable<EmbeddedCloudOptions['onLog']>;
  readonly onError: (error: Error) => void;
}

/** Starts what the app of the assembly is made of, but for what works by itself: nothing polls or ticks yet. */
const startServices = async ({ options, cleanup, server, clock, onLog, onError }: Ground) => {
  const { dataDir, home } = options;
  const assembly = readAssembly(options.assemblyDir);
  checkResourceTypes(assembly);
  const url = `http://127.0.0.1:${server.port}`;
  const deployment = planDeployment(assembly, {
    parameters: options.parameters,
    queueUrl: (name) => `${url}/${ACCOUNT}/${name}`,
  });
  if (dataDir !== undefined) openDataFolder(dataDir);
  // The queues come first because they lock the data directory.
  const queueEngine = cleanup.closing(await startQueueEngine(dataDir));
  const tables = cleanup.closing(await startTableEngine(dataDir, onError, clock.now));
  const endpoints: Endpoints = {
    dynamodb: tables.endpoint,
    sqs: url,
    events: url,
    secretsmanager: url,
    lambda: url,
    ses: url,
  };
  await Promise.all(deployment.of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map(tables.create));
  const secrets = createSecrets(deployment.of('AWS::SecretsManager::Secret'), dataDir);
  // The archives close after the functions, because they also keep what the functions announce while they finish.
  const archives = cleanup.closing(
    createArchives(
      deployment.of('AWS::Events::Archive'),
      (name, event, only) => bus.redeliver(name, event, only),
      dataDir,
    ),
  );
  const functions = createFunctions(deployment.of('AWS::Lambda::Function'), {
    assets: assembly.assets,
    endpoints: options.between === undefined ? endpoints : await options.between(endpoints),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    clock,
    send: queueEngine.send,
    secretValue: secrets.value,
    apiUrls: deployment.of('AWS::ApiGateway::RestApi').map((api) => api.ref),
    url,
    ...(home === undefined ? {} : { site: { path: home, url: pagesAt(server.port) } }),
    onLog,
    ...(options.worker === undefined ? {} : { worker: options.worker }),
    ...(options.onInvocation === undefined ? {} : { onInvocation: options.onInvocation }),
  });
  const queues = createQueues(deployment, queueEngine, functions.find);
  const buses = new Set(['default', ...deployment.of('AWS::Events::EventBus').map((bus) => bus.name)]);
  const { rules, schedules } = rulesOf(deployment.of('AWS::Events::Rule'), buses, {
    queues: queueEngine,
    findFunction: functions.find,
    invokeLater: functions.invokeLater,
    now: clock.now,
  });
  const bus = createEventBus(buses, rules, (event, name) => {
    archives.keep(name, event);
    options.onEvent?.(event);
  });
  const questions = createQuestions(functions.find);
  return {
    functions,
    queues,
    queueEngine,
    schedules,
    operations: { ...bus.operations, ...archives.operations, ...secrets.operations },
    gateway: createGateway(stagesOf(deployment, questions.find)),
    idle: (): boolean =>
      functions.running() === questions.running() &&
      bus.dispatching() + archives.replaying() === 0 &&
      queues.idle(),
    info: { url, endpoints, outputs: functions.localise(deployment.outputs), queues: queues.info },
  };
};

/** Deploys a cloud assembly to this machine and starts it. Listens on the loopback interface only. */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const { port, hosts, home, onLog = () => undefined, clock = createClock() } = options;
  const cleanup = createCleanup();
  const onError = (error: Error): void => onLog('embedded-cloud', error.stack ?? error.message);
  try {
    const server = typeof port === 'number' ? await openServer(port, onError, clock.now, hosts) : port;
    cleanup.add(server.close);
    const services = await startServices({ options, cleanup, server, clock, onLog, onError });
    const { functions, queues, queueEngine, schedules, info } = services;
    const rest = createRest(services.idle);
    await options.prepare?.(info.endpoints, info.outputs);
    server.serve({
      aws: (target, request, response) =>
        target.startsWith('AmazonSQS.')
          ? queueEngine.handle(request, response)
          : serveAwsJson(services.operations, target, request, response),
      awsQuery: refuseQueryProtocol,
      mounts: {
        ...options.mounts,
        ...ownMounts({
          clock,
          lambdaApi: createLambdaApi(functions, queues.mappings),
          settled: rest.settled,
          info,
          followClock: functions.followClock,
          runScheduled: () => {
            for (const { run } of schedules) run();
          },
        }),
      },
      api: services.gateway,
      open: options.open,
      home: home === undefined ? undefined : `${pagesAt(server.port)}${home}`,
    });
    queues.start();
    const timers = schedules.map(({ run, periodMs }) => setInterval(run, periodMs));
    // The last step runs first: the hub takes no new work, finishes what runs, and then closes what that depends on.
    // Queues and functions stop together: a batch ends with its invocation, and functions.stop bounds how long that
    // takes.
    cleanup.add(async () => {
      await Promise.all([queues.stop(), functions.stop()]);
    });
    cleanup.add(async () => {
      timers.forEach(clearInterval);
      rest.stop();
      server.drain();
    });

    return {
      ...info,
      settled: rest.settled,
      busy: functions.busy,
      inspectQueue: (nameOrUrl) => inspect(queueEngine, nameOrUrl),
      invoke: (functionName, event) => {
        const target = functions.find(functionName);
        if (!target) throw new Error(`no function ${functionName}`);
        return target.invoke(event);
      },
      stop: cleanup.run,
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
