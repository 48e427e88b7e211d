import type { ZaakId } from '../../contracts/base-types.ts';
import type { LbtResultaat } from '../../contracts/duo.ts';
import type { DuoMeldingFeit, Feit } from '../zaak/feiten.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type Attempt, attemptOf } from './attempts.ts';
import { dayInOrder } from './orders.ts';
import type { Owed } from './tasks.ts';
import { hasUitslag, owedOfUitslag } from './uitslag.ts';

/** The facts by which the hub records what it tells DUO. */

const feitIdOf = (meldingId: string, stap: DuoMeldingFeit['stap']): string =>
  `duo-melding:${meldingId}:${stap}`;

/** The intention to tell DUO what is owed now; undefined when there is nothing to begin. */
export const intentionIn = (
  owed: Owed | undefined,
  zaakId: ZaakId,
  now: Date,
): DuoMeldingFeit | undefined => {
  if (owed?.kind !== 'tell') return undefined;
  const { task, bsn, nummer } = owed;
  const { ontvangstId, berichtId, bron } = task.cause;
  const meldingId = `${zaakId}:${nummer}`;
  return {
    ontvangstId,
    berichtId,
    bron,
    tijdstip: now.toISOString(),
    feitId: feitIdOf(meldingId, 'voorgenomen'),
    soort: 'duo-melding',
    meldingId,
    nummer,
    stap: 'voorgenomen',
    gemeentecode: task.gemeentecode,
    besluit: task.besluit,
    bsn,
    opdracht: task.order,
  };
};

/** How an attempt ends. */
export type Ending =
  | { readonly stap: 'bevestigd' | 'niet gedaan' }
  | { readonly stap: 'geweigerd'; readonly redenen: readonly string[] };

/** The fact by which an attempt ends. */
export const endOfAttempt = ({ intention }: Attempt, ending: Ending, now: Date): DuoMeldingFeit => ({
  ...intention,
  ...ending,
  tijdstip: now.toISOString(),
  feitId: feitIdOf(intention.meldingId, ending.stap),
});

/** What DUO answered when it was asked for the result of a test, and for which gemeente it was asked. */
export type UitslagAnswer =
  | { readonly kind: 'seen'; readonly resultaten: readonly LbtResultaat[]; readonly bron: string }
  | { readonly kind: 'refused'; readonly redenen: readonly string[] };

/** The code by which DUO tells that a result is known. */
const RESULT_KNOWN = 'SS131';

/**
 * The facts of an answer on the zaak as it is by then. There are none when the result came in meanwhile. A result is recorded as
 * DUO's notification would have brought it: once for each test, and since the day on which DUO registered it. So a notification
 * that comes after all tells nothing new.
 */
export const feitenOfAnswer = (
  zaak: Zaak,
  zaakId: ZaakId,
  answer: UitslagAnswer,
  now: Date,
): readonly Feit[] => {
  const owed = owedOfUitslag(zaak, now);
  const asked = intentionIn(owed, zaakId, now);
  if (owed.kind !== 'tell' || asked === undefined) return [];
  const attempt = attemptOf(asked);
  if (answer.kind === 'refused') {
    return [endOfAttempt(attempt, { stap: 'geweigerd', redenen: answer.redenen }, now)];
  }
  const { resultaten, bron } = answer;
  if (!hasUitslag(zaak, dayInOrder(asked.opdracht), resultaten)) {
    return [endOfAttempt(attempt, { stap: 'niet gedaan' }, now)];
  }
  const { ontvangstId, berichtId, bsn, besluit } = asked;
  const [registered] = resultaten
    .map(({ datumAfname }) => datumAfname)
    .toSorted((one, other) => other.localeCompare(one));
  const tijdstip = `${registered}T00:00:00Z`;
  return [
    {
      ontvangstId,
      berichtId,
      bron,
      tijdstip,
      feitId: `duo:${RESULT_KNOWN}:nagevraagd:${besluit}`,
      soort: 'duo',
      notificatie: { registratieDatumTijd: tijdstip, gebeurtenisId: RESULT_KNOWN, bsn },
      antwoorden: { 'lbt/resultaten': [...resultaten] },
    },
    endOfAttempt(attempt, { stap: 'bevestigd' }, now),
  ];
};
