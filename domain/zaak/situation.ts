import type { Adres } from '../../contracts/basistypen.ts';
import type { RedenIntrekking } from '../../contracts/coa.ts';
import { gemeenteProfiel } from '../gemeenten/index.ts';
import { type Termijn, termijnenVanafInschrijving } from '../termijnen/termijnen.ts';
import {
  type ActueleKoppeling,
  actueleKoppeling,
  type GeldigeFeiten,
  geldigeFeiten,
  heeftZaak,
  isOverleden,
  perKoppeling,
  vestiging,
  vestigingen,
  woonadres,
} from './afgeleid.ts';
import type { InschrijvingFeit } from './feiten.ts';
import { eindeVan, redenGeenPlicht } from './termijneinden.ts';
import type { Zaak } from './zaak.ts';

export type ZaakStatus = 'actief' | 'vervallen';

/** Where a person stands according to all facts together. Notices, lists, terms and views take it from here. */
export interface Situation {
  /** The koppeling that counts; its fact holds the household. */
  readonly koppeling: ActueleKoppeling | undefined;
  /** Whether this person has a zaak of their own; others are household members (docs/domein.md). */
  readonly heeftZaak: boolean;
  readonly isOverleden: boolean;
  /** Why the zaak is no longer active; `undefined` while it is. */
  readonly redenVervallen: RedenIntrekking | undefined;
  readonly status: ZaakStatus;
  readonly geldig: GeldigeFeiten;
  /** Registrations that count as settling in the gemeente of the koppeling. */
  readonly vestigingen: readonly InschrijvingFeit[];
  /** The registration that starts the clock. */
  readonly vestiging: InschrijvingFeit | undefined;
  /** The home address, when it lies in the gemeente of the koppeling. */
  readonly woonadres: Adres | undefined;
}

const deriveSituation = (zaak: Zaak): Situation => {
  const koppelingen = perKoppeling(zaak);
  const koppeling = actueleKoppeling(koppelingen);
  const geldig = geldigeFeiten(zaak);
  const overleden = isOverleden(zaak, geldig);
  const redenVervallen = overleden ? 'overleden' : koppeling?.vervallen;
  const gevestigd = vestigingen(geldig, koppeling);
  return {
    koppeling,
    heeftZaak: heeftZaak(zaak, koppelingen),
    isOverleden: overleden,
    redenVervallen,
    status: redenVervallen === undefined ? 'actief' : 'vervallen',
    geldig,
    vestigingen: gevestigd,
    vestiging: vestiging(gevestigd, koppeling),
    woonadres: woonadres(geldig, koppeling),
  };
};

/** A state never changes, so what follows from it is kept for as long as the state itself is. */
const known = new WeakMap<Zaak, Situation>();

/** What follows from the facts of a zaak, worked out once per state. */
export function situationOf(zaak: Zaak): Situation {
  const earlier = known.get(zaak);
  if (earlier !== undefined) return earlier;
  const situation = deriveSituation(zaak);
  known.set(zaak, situation);
  return situation;
}

/** The terms of the gemeente, from the day of registration in the BRP; they stop when the zaak or the plicht ends. */
export function termijnenVan(zaak: Zaak): readonly Termijn[] {
  const situation = situationOf(zaak);
  const { koppeling, redenVervallen } = situation;
  if (koppeling === undefined || situation.vestiging === undefined || !situation.heeftZaak) return [];
  return termijnenVanafInschrijving(
    gemeenteProfiel(koppeling.gemeentecode),
    situation.vestiging.gegevens.datumInschrijving,
    { einde: eindeVan(zaak), gestopt: redenVervallen ?? redenGeenPlicht(zaak) },
  );
}
