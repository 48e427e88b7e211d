import { isConnected } from '../gemeenten/index.ts';
import { dayOf, plus } from '../termijnen/calendar.ts';
import type { ZaakCommit } from './dossier.ts';
import { dossierOf } from './dossier.ts';
import { type HerstelFeit, onMoment } from './feiten.ts';
import { type FormerGemeente, isToldIn } from './gemeente.ts';
import { situationOf } from './situation.ts';
import { type Zaak, zaakOf } from './zaak.ts';

/** How long a gemeente that handed a zaak over keeps it in sight (docs/domein/cases.md, case 9). */
const SEEN_AFTERWARDS = 'P1M';

/** What a gemeente may see of a zaak. */
export interface Access {
  /** The facts that it may see: all of them, or those from before it handed the zaak over. */
  readonly zaak: Zaak;
  /** How it handed the zaak over; absent while the zaak is its own. */
  readonly former?: FormerGemeente;
  /** The id of the fact that moved the zaak away, present when this gemeente may put that fact right. */
  readonly correctable?: string;
}

/**
 * What a gemeente may see of a zaak on a day (`YYYY-MM-DD`). It sees everything while the zaak is its own, for a month after it
 * handed the zaak over what was told before that, and otherwise nothing. The month counts from the day of the move, and at the
 * earliest from the day on which the hub recorded it, because a move that was told late would leave no time to hand over.
 */
export function accessOf(
  commits: readonly ZaakCommit[],
  gemeentecode: string,
  today: string,
): Access | undefined {
  const { zaak } = dossierOf(commits);
  const { hasZaak, belonging } = situationOf(zaak);
  if (!hasZaak) return mayStillCorrect(zaak, gemeentecode) ? { zaak } : undefined;
  if (belonging.current?.gemeentecode === gemeentecode) return { zaak };
  const former = belonging.former.find((one) => one.gemeentecode === gemeentecode);
  if (former === undefined || today > seenUntil(commits, former)) return undefined;
  const seen = seenBy(zaak, former);
  const isResponsible = responsibleFor(zaak) === gemeentecode;
  // The person may have lived there before they had a zaak. Then this gemeente had none, but it may look when nobody else could put
  // the move right.
  if (!situationOf(seen).hasZaak && !isResponsible) return undefined;
  return { zaak: seen, former, ...(isResponsible && { correctable: former.next.feit.feitId }) };
}

/**
 * A zaak as the gemeente that handed it over had it: the facts that this gemeente was told. A fact that was put right since does
 * not hold here either, although the correction itself is another gemeente's. `huishouden-stand` is left out, because which of them
 * came before the move depends on the order of the messages; the koppeling describes the household in the same way in every order.
 */
export const seenBy = (zaak: Zaak, former: FormerGemeente): Zaak => {
  const isTold = isToldIn(former);
  return zaakOf(
    [...zaak.feiten.values()].filter(
      (feit) => feit.soort === 'herstel' || (feit.soort !== 'huishouden-stand' && isTold(feit)),
    ),
  );
};

/**
 * The gemeente that answers for a zaak and may correct it. That is the gemeente that the zaak belongs to. When that one takes no
 * part in this hub, it is the last gemeente before it that does, because nobody else could put a mistaken move right. When a
 * correction took away everything that placed the zaak anywhere, it is the gemeente that made the last correction, so that the
 * correction can be put right in turn.
 */
export const responsibleFor = (zaak: Zaak): string | undefined => {
  const { current, former } = situationOf(zaak).belonging;
  if (current === undefined) return lastCorrector(zaak);
  return (
    [current, ...former].map(({ gemeentecode }) => gemeentecode).find(isConnected) ?? current.gemeentecode
  );
};

/** The gemeente that corrected a fact last. When only the hub put facts aside, it is the gemeente that had reported those. */
const lastCorrector = (zaak: Zaak): string | undefined =>
  [...zaak.feiten.values()]
    .filter((feit) => feit.soort === 'herstel')
    .toSorted((one, other) => Number(isByHub(other)) - Number(isByHub(one)) || onMoment(one, other))
    .at(-1)?.gemeldDoor;

const isByHub = ({ door }: HerstelFeit): boolean => door === 'hub';

const mayStillCorrect = (zaak: Zaak, gemeentecode: string): boolean =>
  lastCorrector(zaak) === gemeentecode && responsibleFor(zaak) === gemeentecode;

const seenUntil = (commits: readonly ZaakCommit[], { next, departure }: FormerGemeente): string => {
  const recorded = commits.find(({ inhoud }) =>
    inhoud.feiten.some(({ feitId }) => feitId === departure.feitId),
  );
  const day = recorded === undefined ? next.since : dayOf(new Date(recorded.tijd));
  return plus(day > next.since ? day : next.since, SEEN_AFTERWARDS);
};
