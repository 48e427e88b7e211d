import { MEDIA_TYPE } from '../../cloudevent.ts';
import { kanaalQueue } from '../../internal/queue-names.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../partnerrollen.ts';
import type { Door } from '../../postvak.ts';
import type { Json } from '../openapi/json-schema.ts';
import { withCapital } from '../openapi/partner-schemas.ts';
import { MESSAGE_KINDS, messageName, pageName } from './berichten.ts';

/** Channels and operations of the AsyncAPI document. Each role has one of each for every door. */

const kanaalId = (door: Door, role: Partnerrol): string => `${door}-${role}`;

const messageRef = (name: string): Json => ({ $ref: `#/components/messages/${name}` });

const messagesOf = (door: Door, role: Partnerrol): Json =>
  Object.fromEntries(MESSAGE_KINDS.map((soort) => [soort, messageRef(messageName(soort, role, door))]));

const gemeentecode: Json = {
  gemeentecode: {
    description: 'CBS-code van de gemeente, vier cijfers',
    examples: ['0907'],
  },
};

const queue = (role: Partnerrol): Json => {
  const name = kanaalQueue(`{gemeentecode}/${role}`);
  return {
    address: name,
    title: `Wachtrij (${role})`,
    description: 'Een SQS FIFO-wachtrij van deze partner alleen. De groep is de zaak: per zaak op volgorde.',
    servers: [{ $ref: '#/servers/wachtrij' }],
    parameters: gemeentecode,
    messages: messagesOf('wachtrij', role),
    bindings: {
      sqs: {
        queue: { name: name, fifoQueue: true },
        bindingVersion: '0.2.0',
      },
    },
  };
};

const pull = (role: Partnerrol): Json => ({
  address: '/berichten',
  title: `Ophalen (${role})`,
  description:
    'De partner vraagt wat er klaarstaat en bevestigt elk bericht met POST /v1/berichten/{id}/_bevestig (openapi.json).',
  servers: [{ $ref: '#/servers/api' }],
  messages: { bladzijde: messageRef(pageName(role)) },
});

const webhook = (role: Partnerrol): Json => ({
  address: null,
  title: `Webhook (${role})`,
  description:
    'Het adres (sink) dat de partner opgeeft met POST /v1/abonnementen. Eerst vraagt de hub met OPTIONS of hij berichten mag sturen.',
  servers: [{ $ref: '#/servers/webhook' }],
  messages: messagesOf('webhook', role),
});

const KANALEN = { wachtrij: queue, ophalen: pull, webhook } as const satisfies Readonly<
  Record<Door, (role: Partnerrol) => Json>
>;

const DOORS_PER_ROLE = PARTNERROLLEN.flatMap((role) =>
  (Object.keys(KANALEN) as Door[]).map((door) => [door, role] as const),
);

export const kanalen = (): Json =>
  Object.fromEntries(DOORS_PER_ROLE.map(([door, role]) => [kanaalId(door, role), KANALEN[door](role)]));

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
    DOORS_PER_ROLE.map(([door, role]) => [
      `${door}${withCapital(role)}`,
      {
        action: 'send',
        summary: SUMMARY[door],
        channel: { $ref: `#/channels/${kanaalId(door, role)}` },
        ...(BINDINGS[door] === undefined ? {} : { bindings: BINDINGS[door] }),
      },
    ]),
  );
