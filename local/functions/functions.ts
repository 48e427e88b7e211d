import type { Clock } from '../clock/clock.ts';
import type { Assembly } from '../template/assembly.ts';
import type { Resource } from '../template/deployment.ts';
import { ACCOUNT, REGION } from '../template/identity.ts';
import { type Endpoints, lambdaEnvironment } from './environment.ts';
import { createFunction, type RunnableFunction } from './pool.ts';

export interface FunctionsOptions {
  readonly assets: Assembly['assets'];
  /** The file that the threads run; `worker.ts` unless given. */
  readonly worker?: string;
  readonly endpoints: Endpoints;
  readonly concurrency: number;
  /** The clock that the functions go by. */
  readonly clock: Clock;
  /** Puts a message in a queue. */
  readonly send: (queueArn: string, body: string) => void;
  readonly secretValue: (id: string) => string | undefined;
  /** Ids of the REST APIs that `url` serves. */
  readonly apiUrls: readonly string[];
  readonly url: string;
  /** What of `url` people open in a browser: the path, and by which address they do. */
  readonly site?: { readonly path: string; readonly url: string };
  readonly onLog: (functionName: string, line: string) => void;
  readonly onInvocation?: (invocation: Invocation) => void;
}

/** One invocation that ended. */
export interface Invocation {
  readonly functionName: string;
  readonly memorySize: number;
  readonly event: unknown;
  /** Time from the moment that the function got the event. It leaves out the wait for a place. */
  readonly milliseconds: number;
}

export interface Functions {
  /** The function with this name or ARN. */
  find(nameOrArn: string): RunnableFunction | undefined;
  /**
   * Invokes asynchronously: it returns at once, tries three times in all, and then sends the event to the dead
   * letters.
   */
  invokeLater(target: RunnableFunction, event: unknown): void;
  /** Makes every function go by the clock as it stands. */
  followClock(): void;
  /** How many invocations run or wait. */
  running(): number;
  /** The functions that have invocations that run or wait. */
  busy(): readonly BusyFunction[];
  /** The same values, with every address of API Gateway replaced by that of this machine. */
  localise(values: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /**
   * Lets invocations finish for a bounded time, and then ends the workers. An invocation that was cut off has failed.
   */
  stop(): Promise<void>;
}

/** A function that has invocations now. */
export interface BusyFunction {
  readonly functionName: string;
  readonly invocations: number;
}

const ATTEMPTS = 3;
const DYNAMIC = /\{\{resolve:secretsmanager:(.+?):SecretString(?::([^:}]*))?(?::[^}]*)?\}\}/g;

/** Makes the functions of an app, with their code from the assembly. */
export function createFunctions(
  resources: readonly Resource<'AWS::Lambda::Function'>[],
  options: FunctionsOptions,
): Functions {
  // The SDK calls a queue at the URL of that queue and not at the endpoint of SQS.
  const queuesAt = (base: string): string => `${base}/${ACCOUNT}/`;
  const toQueues = (value: string): string =>
    value.replaceAll(queuesAt(options.url), queuesAt(options.endpoints.sqs));
  const byName = new Map<string, RunnableFunction>();
  const deadLetters = new Map<RunnableFunction, string>();
  const later = new Set<Promise<void>>();
  const { onInvocation } = options;

  const { path: sitePath = '', url: siteUrl = options.url } = options.site ?? {};
  const localised = (value: string): string =>
    options.apiUrls
      .map((id) => `https://${id}.execute-api.${REGION}.amazonaws.com`)
      .reduce(
        (text, api) =>
          text.replaceAll(`${api}${sitePath}`, `${siteUrl}${sitePath}`).replaceAll(api, options.url),
        value,
      );
  const dynamic = (value: string): string => {
    const resolved = value.replace(DYNAMIC, (_reference, id: string, key: string | undefined) => {
      const secret = options.secretValue(id);
      if (secret === undefined) throw new Error(`no secret ${id}`);
      return key ? String((JSON.parse(secret) as Record<string, unknown>)[key]) : secret;
    });
    if (resolved.includes('{{resolve:')) throw new Error('unknown dynamic reference');
    return resolved;
  };

  for (const { stack, logicalId, name, arn, properties } of resources) {
    const where = `stack ${stack}, resource ${logicalId}`;
    const asset = options.assets.get(properties.Code.S3Key);
    if (!asset) throw new Error(`${where}: the assembly has no asset ${properties.Code.S3Key}`);
    if (asset.packaging !== 'zip') throw new Error(`${where}: property Code must be a directory asset`);
    const { Handler: handler, MemorySize: memorySize } = properties;
    const settings = { name, handler, memorySize, directory: asset.path };
    const variables = Object.entries(properties.Environment?.Variables ?? {});
    const runnable = createFunction({
      directory: asset.path,
      handler,
      functionName: name,
      functionArn: arn,
      clock: options.clock,
      memorySize,
      timeoutSeconds: properties.Timeout,
      concurrency: properties.ReservedConcurrentExecutions ?? options.concurrency,
      variables: Object.fromEntries(
        variables.map(([key, value]) => [key, toQueues(localised(dynamic(value)))]),
      ),
      environment: lambdaEnvironment(settings, options.endpoints),
      onLog: (line) => options.onLog(name, line),
      ...(options.worker === undefined ? {} : { worker: options.worker }),
      ...(onInvocation === undefined
        ? {}
        : {
            onInvocation: (event: unknown, milliseconds: number) =>
              onInvocation({ functionName: name, memorySize, event, milliseconds }),
          }),
    });
    const deadLetterArn = properties.DeadLetterConfig?.TargetArn;
    if (deadLetterArn !== undefined) deadLetters.set(runnable, deadLetterArn);
    byName.set(name, runnable).set(arn, runnable);
  }
  const all = [...new Set(byName.values())];

  return {
    find: (nameOrArn) => byName.get(nameOrArn),
    invokeLater: (target, event) => {
      const attempts = (async () => {
        for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
          if ((await target.invoke(event)).ok) return;
        }
        const deadLetterArn = deadLetters.get(target);
        if (deadLetterArn !== undefined) options.send(deadLetterArn, JSON.stringify(event));
      })().finally(() => later.delete(attempts));
      later.add(attempts);
    },
    followClock: () => {
      for (const runnable of all) runnable.followClock();
    },
    running: () => all.reduce((total, runnable) => total + runnable.running(), later.size),
    localise: (values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, localised(value)])),
    busy: () =>
      resources.flatMap(({ name }) => {
        const invocations = byName.get(name)?.running() ?? 0;
        return invocations === 0 ? [] : [{ functionName: name, invocations }];
      }),
    stop: async () => {
      await Promise.all(all.map((runnable) => runnable.stop()));
      // The asynchronous attempts have failed by now, so this ends at once.
      await Promise.all(later);
    },
  };
}
