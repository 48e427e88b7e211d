import type { EndGebeurtenis } from '../../contracts/gemeente-profile.ts';
import { duoCode, type Plicht } from '../duo/codes.ts';
import { dayOf } from '../termijnen/calendar.ts';
import type { End } from '../termijnen/termijnen.ts';
import type { DuoFeit, MeldingFeit } from './feiten.ts';
import { takenAt } from './lbt.ts';
import { plichtOf } from './plicht.ts';
import type { Zaak } from './zaak.ts';

/** What the facts say about the end of terms. Looks at the whole set, never at the order of arrival. */

/** DUO tells the result and not the test itself; its datumAfname is the day on which it registered that (R09.3, R09.4). */
const leerbaarheidstoets = (zaak: Zaak): End => {
  const at = takenAt(zaak);
  return at === undefined ? 'nog niet' : { op: at };
};

const geregistreerdAt = ({ tijdstip }: DuoFeit): string => dayOf(new Date(tijdstip));

/**
 * DUO does not tell a gemeente about its own PIP; what follows from a PIP proves it. One from before the person settled
 * here is another gemeente's, and has to be established anew in a way that no source tells: never exceeded then.
 */
const pip = (zaak: Zaak, startdatum: string): End => {
  const proofs = zaak.duo.flatMap((feit) => {
    const soort = duoCode(feit.notificatie.gebeurtenisId).pip;
    return soort === undefined ? [] : [{ soort, op: geregistreerdAt(feit) }];
  });
  if (proofs.length === 0) return reported(zaak, 'nl.inburgeringszaken.pip.vastgesteld.v1');
  const fromElders = proofs.some(({ soort, op }) => soort === 'van de vorige gemeente' || op < startdatum);
  const [first] = proofs.map(({ op }) => op).toSorted();
  return fromElders || first === undefined ? 'niet te volgen' : { op: first };
};

/** What a gemeente or a partner reported itself: the first day that it named, or that it did not say when. */
const reported = (zaak: Zaak, melding: MeldingFeit['melding']): End => {
  const reports = zaak.meldingen.filter((feit) => feit.melding === melding);
  const [first] = reports.flatMap(({ datum }) => datum ?? []).toSorted();
  if (first !== undefined) return { op: first };
  return reports.length === 0 ? 'nog niet' : 'niet te volgen';
};

/** Whether an event happened that ends a term that began on `startdatum`; every end event of a profile is here. */
const ENDS: Readonly<Record<EndGebeurtenis, (zaak: Zaak, startdatum: string) => End>> = {
  // The casusregisseur and the partners hold this talk, and no report of it exists yet.
  'brede-intake-gesprek-gevoerd': () => 'niet te volgen',
  'taallessen-gestart': (zaak) => {
    const end = reported(zaak, 'nl.inburgeringszaken.taallessen.gestart.v1');
    // As long as no taalschool reports, nothing is known: the term never counts as passed.
    return end === 'nog niet' ? 'niet te volgen' : end;
  },
  'leerbaarheidstoets-afgenomen': leerbaarheidstoets,
  'pip-vastgesteld': pip,
};

/** What the hub knows about an end event of a zaak. */
export const endOf =
  (zaak: Zaak) =>
  (gebeurtenis: EndGebeurtenis, startdatum: string): End =>
    ENDS[gebeurtenis](zaak, startdatum);

const REASONS: Readonly<Record<Exclude<Plicht, 'geldt'>, string>> = {
  geen: 'geen inburgeringsplicht',
  voldaan: 'inburgeringsplicht voldaan',
  ingetrokken: 'inburgeringsplicht ingetrokken',
  'tijdelijk vrijgesteld': 'tijdelijke vrijstelling',
};

/** Why nothing is due any more although the zaak stands: by the latest that DUO said about the plicht (case 10). */
export const reasonWithoutPlicht = (zaak: Zaak): string | undefined => {
  const plicht = plichtOf(zaak);
  return plicht === undefined || plicht === 'geldt' ? undefined : REASONS[plicht];
};
