import type { ZaakId } from '../../contracts/base-types.ts';
import type { DuoMeldingFeit } from '../zaak/feiten.ts';
import type { Attempt } from './attempts.ts';
import type { Owed } from './tasks.ts';

/** The facts by which the hub records what it tells DUO. */

const feitIdOf = (meldingId: string, stap: DuoMeldingFeit['stap']): string =>
  `duo-melding:${meldingId}:${stap}`;

/** That DUO is going to be told what is owed to it now; undefined when nothing is to be begun. */
export const intentionIn = (
  owed: Owed | undefined,
  zaakId: ZaakId,
  now: Date,
): DuoMeldingFeit | undefined => {
  if (owed?.soort !== 'melden') return undefined;
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

export const endOfAttempt = ({ intention }: Attempt, ending: Ending, now: Date): DuoMeldingFeit => ({
  ...intention,
  ...ending,
  tijdstip: now.toISOString(),
  feitId: feitIdOf(intention.meldingId, ending.stap),
});
