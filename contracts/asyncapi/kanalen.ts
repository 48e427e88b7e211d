import { GEMEENTEN } from '../basistypen.ts';
import { MEDIATYPE } from '../cloudevent.ts';
import type { Json } from '../openapi/jsonschema.ts';
import { metHoofdletter } from '../openapi/partnerschemas.ts';
import { PARTNERROLLEN, type Partnerrol } from '../partnerberichten.ts';
import { kanaalWachtrij } from '../partnerkanaal.ts';
import type { Deur } from '../post.ts';
import { BERICHTSOORTEN, berichtnaam, bladzijdenaam } from './berichten.ts';

/** Channels and operations of the AsyncAPI document: per role, one for each door. */

const kanaalnaam = (deur: Deur, rol: Partnerrol): string => `${deur}-${rol}`;

const naarBericht = (naam: string): Json => ({ $ref: `#/components/messages/${naam}` });

const losseBerichten = (deur: Deur, rol: Partnerrol): Json =>
  Object.fromEntries(BERICHTSOORTEN.map((soort) => [soort, naarBericht(berichtnaam(soort, rol, deur))]));

const gemeentecode: Json = {
  gemeentecode: {
    description: 'CBS-code van de gemeente',
    enum: Object.keys(GEMEENTEN).toSorted(),
  },
};

const wachtrij = (rol: Partnerrol): Json => {
  const naam = kanaalWachtrij(`{gemeentecode}/${rol}`);
  return {
    address: naam,
    title: `Wachtrij (${rol})`,
    description: 'Een SQS FIFO-wachtrij van deze partner alleen. De groep is de zaak: per zaak op volgorde.',
    servers: [{ $ref: '#/servers/wachtrij' }],
    parameters: gemeentecode,
    messages: losseBerichten('wachtrij', rol),
    bindings: {
      sqs: {
        queue: { name: naam, fifoQueue: true },
        bindingVersion: '0.2.0',
      },
    },
  };
};

const ophalen = (rol: Partnerrol): Json => ({
  address: '/berichten',
  title: `Ophalen (${rol})`,
  description:
    'De partner vraagt wat er klaarstaat en bevestigt elk bericht met POST /v1/berichten/{id}/_bevestig (openapi.json).',
  servers: [{ $ref: '#/servers/api' }],
  messages: { bladzijde: naarBericht(bladzijdenaam(rol)) },
});

const webhook = (rol: Partnerrol): Json => ({
  address: null,
  title: `Webhook (${rol})`,
  description:
    'Het adres (sink) dat de partner opgeeft met POST /v1/abonnementen. Eerst vraagt de hub met OPTIONS of hij berichten mag sturen.',
  servers: [{ $ref: '#/servers/webhook' }],
  messages: losseBerichten('webhook', rol),
});

const KANALEN = { wachtrij, ophalen, webhook } as const satisfies Readonly<
  Record<Deur, (rol: Partnerrol) => Json>
>;

const DEUREN_PER_ROL = PARTNERROLLEN.flatMap((rol) =>
  (Object.keys(KANALEN) as Deur[]).map((deur) => [deur, rol] as const),
);

export const kanalen = (): Json =>
  Object.fromEntries(DEUREN_PER_ROL.map(([deur, rol]) => [kanaalnaam(deur, rol), KANALEN[deur](rol)]));

const OPHAALVRAAG: Json = {
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

const BINDINGEN: Readonly<Partial<Record<Deur, Json>>> = {
  ophalen: { http: { method: 'GET', query: OPHAALVRAAG, bindingVersion: '0.3.0' } },
  webhook: { http: { method: 'POST', bindingVersion: '0.3.0' } },
};

const SAMENVATTING: Readonly<Record<Deur, string>> = {
  wachtrij: 'De hub legt een bericht in de wachtrij van de partner',
  ophalen: 'De partner haalt op wat er klaarstaat',
  webhook: `De hub stuurt één bericht naar het adres van de partner (${MEDIATYPE}); alleen 2xx telt als ontvangen`,
};

/** Operations as the hub sees them: it sends. */
export const bewerkingen = (): Json =>
  Object.fromEntries(
    DEUREN_PER_ROL.map(([deur, rol]) => [
      `${deur}${metHoofdletter(rol)}`,
      {
        action: 'send',
        summary: SAMENVATTING[deur],
        channel: { $ref: `#/channels/${kanaalnaam(deur, rol)}` },
        ...(BINDINGEN[deur] === undefined ? {} : { bindings: BINDINGEN[deur] }),
      },
    ]),
  );
