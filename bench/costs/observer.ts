import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { SOURCE_HUB } from '../../contracts/internal/bus-events.ts';
import { DELIVERY_NAMES } from '../../infra/names.ts';
import type { Endpoints } from '../../local/cloud.ts';
import { createTableRequests } from './table-requests.ts';
import type { Counter } from './usage.ts';

/** A proxy between the functions and the services that hands on every call and counts it. */
export interface Observer {
  /** The option `between` of the embedded cloud. */
  between(services: Endpoints): Promise<Endpoints>;
  close(): void;
}

/** SQS and EventBridge charge per 64 KB. */
const ITEM = 64 * 1024;
const items = (bytes: number): number => Math.max(1, Math.ceil(bytes / ITEM));

const Shipment = z.object({
  QueueUrl: z.string(),
  Entries: z.array(z.looseObject({ MessageBody: z.string() })).optional(),
});
const Gebeurtenissen = z.object({
  Entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
});

const countQueue = (counter: Counter, input: unknown): void => {
  const { QueueUrl, Entries = [] } = Shipment.parse(input);
  const bytes = Buffer.byteLength(JSON.stringify(Entries));
  const size = QueueUrl.endsWith('.fifo') ? 'sqsFifo' : 'sqsStandaard';
  if (QueueUrl.endsWith(`/${DELIVERY_NAMES.queue}`)) {
    // Lambda also receives these messages, and that is counted at the invocation.
    counter.count(size, items(bytes));
    counter.count('sqsSleutelverzoeken', Entries.length === 0 ? 0 : 2);
    return;
  }
  // The partner receives and deletes each message, and the owner of the queue pays for these calls too.
  counter.count(size, items(bytes) + 2 * Entries.length);
  counter.count('sqsSleutelverzoeken', Entries.length === 0 ? 0 : 2 + Entries.length);
  counter.count('uitBytes', bytes);
};

const countGebeurtenissen = (counter: Counter, input: unknown): void => {
  for (const { Source, DetailType, Detail } of Gebeurtenissen.parse(input).Entries) {
    const bytes = Buffer.byteLength(Source + DetailType + Detail);
    counter.count('eventbridge', items(bytes));
    if (Source === SOURCE_HUB) counter.count('archiefBytes', bytes);
  }
};

interface Response {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const forward = (agent: Agent, url: string, headers: IncomingMessage['headers'], body: string) =>
  new Promise<Response>((resolve, reject) => {
    const { 'content-length': _, host: __, ...rest } = headers;
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...rest, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        text(response).then((text) => {
          resolve({ status: response.statusCode ?? 500, headers: response.headers, body: text });
        }, reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });

const toObject = (text: string): object => z.looseObject({}).parse(text === '' ? {} : JSON.parse(text));

/** Makes the proxy. `reportError` gets the error of a call that could not be counted, which spoils the measurement. */
export const createObserver = (counter: Counter, reportError: (error: unknown) => void): Observer => {
  const agent = new Agent({ keepAlive: true });
  const table = createTableRequests(counter);
  let targets: Endpoints | undefined;
  let ownAddress = '';

  const count = (service: string, operation: string, input: object, { status, body }: Response): void => {
    counter.request(`${service} ${operation}`);
    if (service === 'DynamoDB') table.count(operation, input, status, toObject(body));
    else if (status !== 200) throw new Error(`${service} ${operation} answered ${status}`);
    else if (service === 'SQS') countQueue(counter, input);
    else if (service === 'EventBridge') countGebeurtenissen(counter, input);
    else counter.count('geheimVerzoeken', 1);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (targets === undefined) throw new Error('nothing to stand between');
    const [service = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    const known = SERVICES.find(({ begin }) => service.startsWith(begin));
    if (known === undefined) throw new Error(`it is not known what ${service} costs`);
    const input = toObject(await text(request));
    // A queue only recognises its own address.
    const toService = (text: string): string => text.replaceAll(ownAddress, targets?.sqs ?? '');
    const outgoing = known.naam === 'DynamoDB' ? table.prepared(operation, input) : input;
    const forwarded = toService(JSON.stringify(outgoing));
    const received = await forward(agent, targets[known.adres], request.headers, forwarded);
    count(known.naam, operation, input, received);
    const { 'transfer-encoding': _, ...headers } = received.headers;
    response.writeHead(received.status, headers).end(received.body);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      reportError(error);
      response.destroy();
    });
  });

  return {
    between: (services) =>
      new Promise((resolve, reject) => {
        targets = services;
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
          ownAddress = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          resolve({ ...services, ...Object.fromEntries(SERVICES.map(({ adres }) => [adres, ownAddress])) });
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
};

const SERVICES = [
  { begin: 'DynamoDB_', naam: 'DynamoDB', adres: 'dynamodb' },
  { begin: 'AmazonSQS', naam: 'SQS', adres: 'sqs' },
  { begin: 'AWSEvents', naam: 'EventBridge', adres: 'events' },
  { begin: 'secretsmanager', naam: 'Secrets Manager', adres: 'secretsmanager' },
] as const satisfies readonly { begin: string; naam: string; adres: keyof Endpoints }[];
