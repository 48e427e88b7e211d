import { MEDIA_TYPE } from '../../cloudevent.ts';
import { kanaalQueue } from '../../internal/queue-names.ts';
import type { Door } from '../../postvak.ts';
import type { Json } from '../openapi/json-schema.ts';
import { inCapitals } from '../openapi/partner-schemas.ts';
import { messageName, pageName } from './berichten.ts';
import { EVERY_RECEIVER, type Receiver } from './receiver.ts';

/** Channels and operations of the AsyncAPI document. Each receiver has one of each for every door. */

const kanaalId = (door: Door, { rol }: Receiver): string => `${door}-${rol}`;

const messageRef = (name: string): Json => ({ $ref: `#/components/messages/${name}` });

const messagesOf = (door: Door, { messages }: Receiver): Json =>
  Object.fromEntries(messages.map((message) => [message.key, messageRef(messageName(message, door))]));

const gemeentecode: Json = {
  gemeentecode: {
    description: 'CBS-code van de gemeente, vier cijfers',
    examples: ['0907'],
  },
};

const queue = (receiver: Receiver): Json => {
  const name = kanaalQueue(`{gemeentecode}/${receiver.sleutel}`);
  return {
    address: name,
    title: `Wachtrij (${receiver.rol})`,
    description: 'Een SQS FIFO-wachtrij van deze partner alleen. De groep is de zaak: per zaak op volgorde.',
    servers: [{ $ref: '#/servers/wachtrij' }],
    parameters: gemeentecode,
    messages: messagesOf('wachtrij', receiver),
    bindings: {
      sqs: {
        queue: { name: name, fifoQueue: true },
        bindingVersion: '0.2.0',
      },
    },
  };
};

const pull = (receiver: Receiver): Json => ({
  address: '/berichten',
  title: `Ophalen (${receiver.rol})`,
  description:
    'De partner vraagt wat er klaarstaat en bevestigt elk bericht met POST /v1/berichten/{id}/_bevestig (openapi.json).',
  servers: [{ $ref: '#/servers/api' }],
  messages: { bladzijde: messageRef(pageName(receiver)) },
});

const webhook = (receiver: Receiver): Json => ({
  address: null,
  title: `Webhook (${receiver.rol})`,
  description:
    'Het adres (sink) dat de partner opgeeft met POST /v1/abonnementen. Eerst vraagt de hub met OPTIONS of hij berichten mag sturen.',
  servers: [{ $ref: '#/servers/webhook' }],
  messages: messagesOf('webhook', receiver),
});

const KANALEN = { wachtrij: queue, ophalen: pull, webhook } as const satisfies Readonly<
  Record<Door, (receiver: Receiver) => Json>
>;

const DOORS_PER_RECEIVER = EVERY_RECEIVER.flatMap((receiver) =>
  (Object.keys(KANALEN) as Door[])
    .filter((door) => door !== 'wachtrij' || receiver.hasQueue)
    .map((door) => [door, receiver] as const),
);

/** The channels of asyncapi.yaml: one for each door of each receiver. */
export const kanalen = (): Json =>
  Object.fromEntries(
    DOORS_PER_RECEIVER.map(([door, receiver]) => [kanaalId(door, receiver), KANALEN[door](receiver)]),
  );

const PULL_QUERY: Json = {
  type: 'object',
  properties: {
    na: { type: 'string', description: 'Uit het vorige antwoord; zonder is het het begin' },
    wacht: {
      type: 'integer',
      minimum: 0,
      maximum: 20,
      description: 'Hoeveel seconden de hub wacht tot er iets is',
    },
  },
  required: ['wacht'],
};

const BINDINGS: Readonly<Partial<Record<Door, Json>>> = {
  ophalen: { http: { method: 'GET', query: PULL_QUERY, bindingVersion: '0.3.0' } },
  webhook: { http: { method: 'POST', bindingVersion: '0.3.0' } },
};

const SUMMARY: Readonly<Record<Door, string>> = {
  wachtrij: 'De hub legt een bericht in de wachtrij van de partner',
  ophalen: 'De partner haalt op wat er klaarstaat',
  webhook: `De hub stuurt één bericht naar het adres van de partner (${MEDIA_TYPE}); alleen 2xx telt als ontvangen`,
};

/** The operations of the hub, which is the side that sends. */
export const operations = (): Json =>
  Object.fromEntries(
    DOORS_PER_RECEIVER.map(([door, receiver]) => [
      `${door}${inCapitals(receiver.rol)}`,
      {
        action: 'send',
        summary: SUMMARY[door],
        channel: { $ref: `#/channels/${kanaalId(door, receiver)}` },
        ...(BINDINGS[door] === undefined ? {} : { bindings: BINDINGS[door] }),
      },
    ]),
  );
