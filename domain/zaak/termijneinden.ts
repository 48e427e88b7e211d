import { duoCode, type Plicht } from '../duo/codes.ts';
import type { EindGebeurtenis } from '../gemeenten/profiel.ts';
import { dagVan } from '../termijnen/kalender.ts';
import type { Einde } from '../termijnen/termijnen.ts';
import { type DuoFeit, opTijdstip } from './feiten.ts';
import { afgenomenOp } from './lbt.ts';
import type { Zaak } from './zaak.ts';

/** What the facts say about the end of terms. Looks at the whole set, never at the order of arrival. */

/** DUO tells the result and not the test itself; its datumAfname is the day on which it registered that (R09.3, R09.4). */
const leerbaarheidstoets = (zaak: Zaak): Einde => {
  const op = afgenomenOp(zaak);
  return op === undefined ? 'nog niet' : { op };
};

const geregistreerdOp = ({ tijdstip }: DuoFeit): string => dagVan(new Date(tijdstip));

/**
 * DUO does not tell a gemeente about its own PIP; what follows from a PIP proves it. One from before the person settled
 * here is another gemeente's, and has to be established anew in a way that no source tells: never exceeded then.
 */
const pip = (zaak: Zaak, startdatum: string): Einde => {
  const bewijzen = zaak.duo.flatMap((feit) => {
    const soort = duoCode(feit.notificatie.gebeurtenisId).pip;
    return soort === undefined ? [] : [{ soort, op: geregistreerdOp(feit) }];
  });
  if (bewijzen.length === 0) return 'nog niet';
  const vanElders = bewijzen.some(({ soort, op }) => soort === 'van de vorige gemeente' || op < startdatum);
  const [eerste] = bewijzen.map(({ op }) => op).toSorted();
  return vanElders || eerste === undefined ? 'niet te volgen' : { op: eerste };
};

/** Whether an event happened that ends a term that began on `startdatum`; every end event of a profile is here. */
const EINDEN: Readonly<Record<EindGebeurtenis, (zaak: Zaak, startdatum: string) => Einde>> = {
  // The casusregisseur and the partners report these, and the hub takes nothing from them yet.
  'brede-intake-gesprek-gevoerd': () => 'niet te volgen',
  'taallessen-gestart': () => 'niet te volgen',
  'leerbaarheidstoets-afgenomen': leerbaarheidstoets,
  'pip-vastgesteld': pip,
};

/** What the hub knows about an end event of a zaak. */
export const eindeVan =
  (zaak: Zaak) =>
  (gebeurtenis: EindGebeurtenis, startdatum: string): Einde =>
    EINDEN[gebeurtenis](zaak, startdatum);

const REDENEN: Readonly<Record<Exclude<Plicht, 'geldt'>, string>> = {
  voldaan: 'inburgeringsplicht voldaan',
  ingetrokken: 'inburgeringsplicht ingetrokken',
  'tijdelijk vrijgesteld': 'tijdelijke vrijstelling',
};

/** Why nothing is due any more although the zaak stands: by the latest that DUO said about the plicht (case 10). */
export const redenGeenPlicht = (zaak: Zaak): string | undefined => {
  const laatste = zaak.duo
    .toSorted(opTijdstip)
    .flatMap(({ notificatie }) => duoCode(notificatie.gebeurtenisId).plicht ?? [])
    .at(-1);
  return laatste === undefined || laatste === 'geldt' ? undefined : REDENEN[laatste];
};
