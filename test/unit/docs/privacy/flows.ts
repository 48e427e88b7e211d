import type * as z from 'zod';
import { inboundData } from '../../../../contracts/berichttypen.ts';
import { Notificatie } from '../../../../contracts/duo.ts';
import { DUO_QUERIES } from '../../../../contracts/duo-queries.ts';
import { INBOUND_TYPES, type InboundType } from '../../../../contracts/event-types.ts';
import { TYPE_DUO_NOTIFICATIE } from '../../../../contracts/internal/duo-bericht.ts';
import openapi from '../../../../contracts/openapi.json' with { type: 'json' };
import { partnerGebeurtenisSchema } from '../../../../contracts/partner-gebeurtenis-data.ts';
import { stepNamesOf } from '../../../../contracts/partner-gebeurtenissen.ts';
import { PARTNER_FIELDS } from '../../../../contracts/partnerberichten.ts';
import { aboutWhat, PARTNERROLLEN, reasonsOfRole } from '../../../../contracts/partnerrollen.ts';
import { DOORS, type Door } from '../../../../contracts/postvak.ts';
import { REGIEVOERDER_GEBEURTENISSEN, regievoerderSchema } from '../../../../contracts/regievoerder.ts';
import { OVER } from '../../../../domain/duomeldingen/orders.ts';
import { organisations, type Scope } from '../../../../domain/organisations.ts';
import { ROUTES } from '../../../../functions/api/routes.ts';
import { LOKET_ROUTES } from '../../../../functions/loket/routes/index.ts';
import matrix from '../../functions/shared/rest/access-matrix.json' with { type: 'json' };
import { tableOf } from '../generated-parts.ts';
import { fieldsIn } from './fields.ts';

/** Which data comes in, and which goes out to whom, from the contracts. */

const code = (text: string): string => `\`${text}\``;

/**
 * The organisation that sends messages of a type, by the beginning of its name. A gemeente may type over messages that the others
 * did not send.
 */
const SENDERS = { 'nl.tvs.': 'COA', 'nl.brp.': 'BRP', 'nl.inburgeringszaken.': 'gemeente' } as const;

const senderOf = (type: InboundType): string => {
  const [, sender] = Object.entries(SENDERS).find(([begin]) => type.startsWith(begin)) ?? [];
  if (sender === undefined) throw new Error(`nobody is named for ${type}`);
  const roles = new Set(
    organisations.flatMap((one) =>
      one.rol === 'partner' && one.eventTypes.includes(type) ? [one.partnerrol] : [],
    ),
  );
  return [sender, ...PARTNERROLLEN.filter((role) => roles.has(role))].join(', ');
};

/** Messages with the same fields stand in one row. */
const together = (rows: readonly (readonly [string, string, string])[]) => {
  const found = new Map<string, readonly [string, string, string]>();
  for (const [who, what, fields] of rows) {
    const [, before] = found.get(`${who}: ${fields}`) ?? [];
    found.set(`${who}: ${fields}`, [who, before === undefined ? what : `${before}, ${what}`, fields]);
  }
  return [...found.values()];
};

/** The fields that each source brings. */
export const data = (): string =>
  tableOf(
    ['source', 'message', 'fields'],
    together([
      ...INBOUND_TYPES.map((type) => [senderOf(type), code(type), fieldsIn(inboundData(type))] as const),
      ['DUO', code(TYPE_DUO_NOTIFICATIE), fieldsIn(Notificatie)],
      ...Object.entries<z.ZodType>(DUO_QUERIES).map(
        ([question, schema]) => ['DUO, asked', code(question), fieldsIn(schema)] as const,
      ),
    ]),
  );

/** The fields that each role of partner gets, and the reasons of an end that it may hear. */
export const receivers = (): string =>
  tableOf(
    ['role', 'about', 'fields', 'hears why it ended'],
    PARTNERROLLEN.map((role) => [
      role,
      aboutWhat(role),
      fieldsIn(PARTNER_FIELDS[role]),
      reasonsOfRole(role).join(', '),
    ]),
  );

/** How a message leaves by each door. */
const BY_DOOR: Readonly<Record<Door, string>> = {
  wachtrij: 'the partner reads it from a queue of its own at AWS (SQS), with the rights of its own account',
  ophalen: 'the partner asks for it over the API, with its own token',
  webhook: 'the hub calls an https address of the partner, which agreed to that first, and signs the message',
};

/** The ways in which a message reaches a partner. */
export const doors = (): string =>
  tableOf(
    ['door', 'how a message leaves'],
    [
      ...DOORS.map((door) => [`_${door}_`, BY_DOOR[door]]),
      ['page', 'who signs in for the partner reads in a browser what lies ready by the door _ophalen_'],
    ],
  );

/** Who is told something of a person, besides the person. */
export const parties = (): string =>
  tableOf(
    ['receiver', 'what', 'by which roles, or about what'],
    [
      [
        'partners of the gemeente',
        'the fields of [their role](#what-each-role-of-partner-gets)',
        `${PARTNERROLLEN.length} roles: ${PARTNERROLLEN.join(', ')}`,
      ],
      ['DUO', 'what the gemeente decided, by BSN', OVER.join(', ')],
      ['the gemeente', '[steps and terms](#what-the-gemeente-is-told), and what it asks', 'its own zaken'],
    ],
  );

/** The part of the envelope that says something about the person. */
const contentOf = (event: { readonly shape: { readonly data: z.ZodType } }): string =>
  fieldsIn(event.shape.data);

/** The fields that each role of partner hears of the steps of a zaak. */
export const heard = (): string =>
  tableOf(
    ['role', 'message to the partner', 'fields'],
    together(
      PARTNERROLLEN.flatMap((role) =>
        stepNamesOf(role).map(
          (name) => [role, code(name), contentOf(partnerGebeurtenisSchema(name, role))] as const,
        ),
      ),
    ),
  );

/** The fields that the gemeente is told about its own zaken. */
export const steps = (): string =>
  tableOf(
    ['message to the gemeente', 'fields'],
    REGIEVOERDER_GEBEURTENISSEN.map((step) => [code(step), contentOf(regievoerderSchema(step))]),
  );

const summaries = openapi.paths as Readonly<
  Record<string, Readonly<Record<string, { readonly summary?: string }>>>
>;

const summaryOf = (path: string, method: string): string => {
  const { summary } = summaries[path]?.[method.toLowerCase()] ?? {};
  if (summary === undefined) throw new Error(`${method} ${path} is not in the specification`);
  return summary;
};

/** Kinds of organisations behind the callers of the access matrix who ask after what is their own. */
const CALLERS = {
  coa: 'bron',
  'own gemeente': 'gemeente',
  'partner that was told': 'partner',
  beheer: 'beheer',
} as const;

/** Who is answered when it names a partner, which the cells of the matrix do not. */
const OF_A_PARTNER: Readonly<Record<string, string>> = { 'GET /berichten/{berichtId}': 'gemeente' };

/** Who is answered: as the access matrix has it, and where that shows no answer, whoever can have the scope. */
const answered = (call: string, scopes: readonly Scope[]): string => {
  const cells = (matrix as Readonly<Record<string, Readonly<Record<string, number>>>>)[call] ?? {};
  const kinds = Object.entries(CALLERS).flatMap(([caller, kind]) =>
    (cells[caller] ?? 500) < 300 || OF_A_PARTNER[call] === kind ? [kind] : [],
  );
  const holders = organisations.filter((one) => scopes.some((scope) => one.scopes.includes(scope)));
  return [...new Set(kinds.length > 0 ? kinds : holders.map(({ rol }) => rol))].join(', ');
};

/** Pages for people, by who they are for and with which right. */
export const pages = (): string =>
  tableOf(
    ['page', 'for', 'scope'],
    LOKET_ROUTES.map(({ method, path, role, scope }) => [
      code(
        `${method} /v1${path.source
          .slice(1, -1)
          .replaceAll(/\\(.)/g, '$1')
          .replaceAll(/\([^)]+\)/g, '…')}`,
      ),
      role,
      code(scope),
    ]),
  );

/** The calls that show a person or erase one, and what the logbook calls each. */
export const calls = (): string =>
  tableOf(
    ['call', 'what', 'scope', 'who is answered', 'in the logbook as'],
    ROUTES.flatMap((route) =>
      route.scopes === 'everybody' || route.logged === 'nobody' || route.logged === 'by message'
        ? []
        : [
            [
              code(`${route.method} /v1${route.path}`),
              summaryOf(route.path, route.method),
              route.scopes.map(code).join(', '),
              answered(`${route.method} ${route.path}`, route.scopes),
              code(route.logged),
            ],
          ],
    ),
  );
