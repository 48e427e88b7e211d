import type { Plicht } from '../duo/codes.ts';
import { bounds, dayOf } from '../termijnen/calendar.ts';
import type { DuoFeit, Feit, KoppelingVervallenFeit, MeldingFeit } from '../zaak/feiten.ts';
import { endedAs, overlijdenByDuo, pausesOf, plichtIn, plichtReported } from '../zaak/plicht.ts';
import { endByKoppeling, type Situation } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import type { Mijlpalen } from './mijlpalen.ts';

/** From when until when a zaak was one of its gemeente, by the days of the facts. */

/** Why a zaak runs no more. `anders` has everything that figures do not tell apart, such as a death. */
type EndReason = 'voldaan' | 'tijdelijk vrijgesteld' | 'andere gemeente' | 'geen plicht' | 'anders';

/** The first day (`YYYY-MM-DD`) on which a zaak runs no more, and why. */
export interface Ending {
  readonly op: string;
  readonly reden: EndReason;
}

const momentOf = ({ tijdstip }: Pick<Feit, 'tijdstip'>): string => dayOf(new Date(tijdstip));

const earliest = (days: readonly (string | undefined)[]): string | undefined =>
  days.filter((day) => day !== undefined && day !== '').toSorted()[0];

/** The days on which sources told something that still holds, the earliest first. */
const toldOn = ({ koppelingen, vervallen, inschrijvingen, verhuizingen, duo }: Zaak): readonly string[] =>
  [koppelingen, vervallen, inschrijvingen, verhuizingen, duo].flat().map(momentOf).toSorted();

/** The first day on which DUO made the plicht known, or the gemeente read that in its portal. */
const plichtKnown = ({ duo, meldingen }: Zaak): string | undefined => {
  const dayIn = (feit: DuoFeit | MeldingFeit): string =>
    feit.antwoorden.inburgeringsplicht?.datumKennisgevingInburgeringsplicht ?? momentOf(feit);
  return earliest([
    ...duo.filter((feit) => plichtIn(feit) === 'geldt').map(dayIn),
    ...meldingen.filter((feit) => plichtReported(feit) === 'geldt').map(dayIn),
  ]);
};

/**
 * The day from which the gemeente had the zaak: the day on which it came over from another gemeente, or else the first of the
 * koppeling, the opening by the gemeente, and the kennisgeving of the plicht.
 */
export const beginOf = (zaak: Zaak, { belonging, gemeentecode }: Situation): string => {
  const [last] = belonging.former;
  if (last !== undefined) return last.next.since;
  const linked = zaak.koppelingen.map(({ koppeling }) => koppeling);
  const own = linked.filter((koppeling) => koppeling.gemeentecode === gemeentecode);
  const opened = zaak.geopend.filter(({ gegevens }) => gegevens.gemeentecode === gemeentecode);
  const days = [
    ...own.map(({ datumKoppeling }) => datumKoppeling),
    ...opened.map(({ gegevens }) => gegevens.datumOpening),
  ];
  // While COA had linked the person elsewhere, DUO made the plicht known there.
  const known = plichtKnown(zaak);
  const isKnownElsewhere = linked.some(
    (koppeling) => !own.includes(koppeling) && known !== undefined && koppeling.datumKoppeling <= known,
  );
  return (
    earliest([...days, isKnownElsewhere && days.length > 0 ? undefined : known]) ?? toldOn(zaak)[0] ?? ''
  );
};

const REDEN_OF_PLICHT: Readonly<Record<Exclude<Plicht, 'geldt'>, EndReason>> = {
  voldaan: 'voldaan',
  'tijdelijk vrijgesteld': 'tijdelijk vrijgesteld',
  geen: 'geen plicht',
  ingetrokken: 'anders',
};

/** The last day on which the death can have been. Without a date it is the day on which a source told it. */
const dayOfDeath = ({ valid }: Situation, zaak: Zaak): string | undefined => {
  const byDuo = overlijdenByDuo(zaak);
  const byBrp = earliest(
    valid.overlijden.map((feit) => {
      const { datumOverlijden } = feit.gegevens;
      return datumOverlijden === undefined ? momentOf(feit) : bounds(datumOverlijden).latest;
    }),
  );
  return byBrp ?? (byDuo && momentOf(byDuo));
};

/** The end of the koppeling by COA, as the gemeente of that koppeling counts it. */
export const endingBy = (end: KoppelingVervallenFeit): Ending => ({
  op: momentOf(end),
  reden: end.reden === 'andere gemeente' ? end.reden : 'anders',
});

/** The times in which a zaak did not run and that are over since; nothing when there are none. */
export const pausesIn = (zaak: Zaak): Pick<Mijlpalen, 'onderbrekingen'> => {
  const onderbrekingen = pausesOf(zaak).map(({ van, tot, plicht }) => ({
    van,
    tot,
    reden: REDEN_OF_PLICHT[plicht],
  }));
  return onderbrekingen.length === 0 ? {} : { onderbrekingen };
};

/** The end of a zaak, with the temporary exemption that lasted until then, when there was one. */
export const withPause = (
  einde: Ending,
  vrijgesteldOp = einde.op,
): Required<Pick<Mijlpalen, 'einde'>> & Pick<Mijlpalen, 'vrijgesteldOp'> => ({
  einde,
  ...(vrijgesteldOp < einde.op && { vrijgesteldOp }),
});

/**
 * When and why the zaak stopped running; nothing while it runs. What came first ended it. But DUO may say after COA ended the
 * koppeling that the plicht was met or never existed, and then that counts. A temporary exemption does not end a zaak that ended
 * otherwise.
 */
export const endingOf = (zaak: Zaak, situation: Situation): Pick<Mijlpalen, 'einde' | 'vrijgesteldOp'> => {
  const { redenVervallen, isOverleden } = situation;
  if (redenVervallen === undefined) return {};
  const last = { op: toldOn(zaak).at(-1) ?? '', reden: 'anders' } as const;
  const ended = (as: keyof typeof REDEN_OF_PLICHT): readonly Ending[] => {
    const end = endedAs(zaak, as);
    return end ? [{ op: end.einddatum ?? end.gezegdOp, reden: REDEN_OF_PLICHT[as] }] : [];
  };
  const met = [...ended('voldaan'), ...ended('geen')];
  const byKoppeling = endByKoppeling(zaak);
  const [einde] = [
    ...(met.length > 0 ? met : [...ended('ingetrokken'), ...(byKoppeling ? [endingBy(byKoppeling)] : [])]),
    ...(isOverleden ? [{ ...last, op: dayOfDeath(situation, zaak) ?? last.op }] : []),
  ].toSorted((one, other) => one.op.localeCompare(other.op));
  const [exempt] = ended('tijdelijk vrijgesteld');
  return einde ? withPause(einde, exempt?.op) : { einde: exempt ?? last };
};
