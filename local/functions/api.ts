import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody, serviceError } from '../aws-json.ts';
import type { MappingControl } from '../queues/queues.ts';
import type { Functions } from './functions.ts';
import { LAMBDA_BYTES } from './invocation.ts';
import type { RunnableFunction } from './pool.ts';

/** The part of Lambda's API that operators use: invoke, reserve concurrency, configure, pause and resume a mapping. */

/** The path prefixes of Lambda's API, which are the dates of its versions. */
export const LAMBDA_MOUNTS = ['/2015-03-31', '/2017-10-31'] as const;

const STATUSES: Readonly<Record<string, number>> = {
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
  InvalidRequestContentException: 400,
  UnknownOperationException: 404,
};

interface Call {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const concurrencyInput = z.object({ ReservedConcurrentExecutions: z.int().min(0) });
const configurationInput = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});
const mappingInput = z.object({ Enabled: z.boolean() });

const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw serviceError('InvalidRequestContentException', 'the request is not as expected');
  return parsed.data;
};

/** Serves Lambda's REST API for the functions of the app and their mappings. */
export function createLambdaApi(
  functions: Functions,
  mappings: readonly MappingControl[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const functionOf = (name: string): RunnableFunction => {
    const found = functions.find(name);
    if (!found) throw serviceError('ResourceNotFoundException', `Function not found: ${name}`);
    return found;
  };
  const mappingOf = (uuid: string): MappingControl => {
    const found = mappings.find((mapping) => mapping.uuid === uuid);
    if (!found) throw serviceError('ResourceNotFoundException', 'The resource you requested does not exist.');
    return found;
  };
  const view = ({ uuid, queueArn, functionArn, enabled }: MappingControl) => ({
    UUID: uuid,
    EventSourceArn: queueArn,
    FunctionArn: functionArn,
    State: enabled() ? 'Enabled' : 'Disabled',
  });

  const invoke = async (name: string, { headers, body }: Call): Promise<Reply> => {
    const target = functionOf(name);
    if (headers['x-amz-invocation-type'] === 'Event') {
      functions.invokeLater(target, body ?? {});
      return { status: 202 };
    }
    const outcome = await target.invoke(body ?? {});
    if (outcome.ok) return { status: 200, body: outcome.value };
    const { errorType, errorMessage } = outcome;
    if (errorType === 'TooManyRequestsException') throw serviceError(errorType, errorMessage);
    return {
      status: 200,
      body: { errorType, errorMessage },
      headers: { 'x-amz-function-error': 'Unhandled' },
    };
  };

  const reserve = (name: string, { body }: Call): Reply => {
    const { ReservedConcurrentExecutions } = parse(concurrencyInput, body);
    functionOf(name).reserve(ReservedConcurrentExecutions);
    return { status: 200, body: { ReservedConcurrentExecutions } };
  };

  const configuration = (name: string): Reply => ({
    status: 200,
    body: {
      FunctionName: name,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Environment: { Variables: functionOf(name).variables() },
    },
  });

  const configure = (name: string, { body }: Call): Reply => {
    const { Environment } = parse(configurationInput, body);
    if (Environment) functionOf(name).reconfigure(Environment.Variables);
    return configuration(name);
  };

  const list = ({ url }: Call): Reply => {
    const name = url.searchParams.get('FunctionName');
    const arn = url.searchParams.get('EventSourceArn');
    const wanted = mappings.filter(
      ({ functionArn, queueArn }) =>
        (name === null || functionArn === name || functionArn.endsWith(`:${name}`)) &&
        (arn === null || queueArn === arn),
    );
    return { status: 200, body: { EventSourceMappings: wanted.map(view) } };
  };

  const update = async (uuid: string, { body }: Call): Promise<Reply> => {
    const mapping = mappingOf(uuid);
    await mapping.enable(parse(mappingInput, body).Enabled);
    return { status: 202, body: view(mapping) };
  };

  const operations: Readonly<Record<string, (id: string, call: Call) => Reply | Promise<Reply>>> = {
    'POST functions/invocations': invoke,
    'PUT functions/concurrency': reserve,
    'GET functions/configuration': configuration,
    'PUT functions/configuration': configure,
    'GET event-source-mappings': (id, call) =>
      id === '' ? list(call) : { status: 200, body: view(mappingOf(id)) },
    'PUT event-source-mappings': update,
  };

  const route = async (method: string, call: Call): Promise<Reply> => {
    const [, , kind, id = '', action = ''] = call.url.pathname.split('/').map(decodeURIComponent);
    const operation = operations[`${method} ${kind}${action === '' ? '' : `/${action}`}`];
    if (operation === undefined)
      throw serviceError('UnknownOperationException', `no operation ${method} ${call.url.pathname}`);
    return operation(id, call);
  };

  return async (request, response) => {
    const reply = ({ status, body, headers = {} }: Reply): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    try {
      const content = await readBody(request, LAMBDA_BYTES);
      if (!content) return reply({ status: 413 });
      const body: unknown = content.length === 0 ? undefined : JSON.parse(content.toString('utf8'));
      const url = new URL(request.url ?? '/', 'http://lambda');
      reply(await route(request.method ?? 'GET', { url, headers: request.headers, body }));
    } catch (error) {
      reply(refusal(error));
    }
  };
}

/** The refusal that an error stands for; any other error is thrown on. */
const refusal = (error: unknown): Reply => {
  const code = (error as { code?: string }).code ?? 'InvalidRequestContentException';
  const status = STATUSES[code];
  if (status === undefined && !(error instanceof SyntaxError)) throw error;
  return {
    status: status ?? 400,
    // The message of the parser would repeat the content.
    body: { message: error instanceof Error && status !== undefined ? error.message : 'not JSON' },
    headers: { 'x-amzn-errortype': code },
  };
};
