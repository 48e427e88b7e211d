import { userError } from '../../client/errors.ts';
import type { Undelivered, Unrest } from '../../client/unrest.ts';

/** What to say when the hub did not come to rest within the wait, with everything that is not. */
export const notAtRest = (waitSeconds: number, unrest: Unrest = { receipts: [], undelivered: [] }): Error =>
  userError(
    [`the hub still has work left, with a wait of ${waitSeconds} s (--wait)`, ...unrestLines(unrest)].join(
      '\n  ',
    ),
  );

const tries = ({ tries, lastResult, nextTry }: Undelivered): string =>
  `tried ${tries} ${tries === 1 ? 'time' : 'times'}, last ${lastResult}; ` +
  (nextTry === undefined
    ? 'no more tries'
    : `next try from ${new Date(nextTry).toISOString().slice(0, 19)}Z`);

const door = ({ channel, abonnementen = [] }: Undelivered): string =>
  [`the webhook of ${channel}`, ...abonnementen.map(({ id, host }) => `abonnement ${id} at ${host}`)].join(
    ', ',
  );

/** What is not at rest, one a line: which receipts wait, which zaken, which messages and until when. */
export const unrestLines = ({ receipts, uncomposed = [], undelivered }: Unrest): readonly string[] => [
  ...receipts.map(
    ({ ontvangstId, type, sinds }) => `not processed: ${type} ${ontvangstId}, since ${sinds.slice(0, 19)}Z`,
  ),
  ...uncomposed.map((zaakId) => `not composed: messages of zaak ${zaakId}`),
  ...undelivered.map(
    (one) =>
      `not delivered: message ${one.volgnummer} of zaak ${one.zaakId} to ${door(one)} (${one.berichtId}), ${tries(one)}`,
  ),
];
