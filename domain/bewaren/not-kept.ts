import type { Koppeling, KoppelingIngetrokken, Persoon } from '../../contracts/coa.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { asLid, isOnlyLid } from './leden.ts';

/** What a message may name and nobody may see or needs. It is not kept, from the moment that the message is accepted. */

const withoutNationaliteit = <Person extends { readonly nationaliteit?: unknown }>({
  nationaliteit: _,
  ...rest
}: Person): Omit<Person, 'nationaliteit'> => rest;

const koppelingAsKept = (koppeling: Koppeling, tijdstip: string): Koppeling => ({
  ...koppeling,
  personen: koppeling.personen.map(
    (persoon): Persoon =>
      isOnlyLid(persoon, koppeling.datumKoppeling, tijdstip) ? asLid(persoon) : withoutNationaliteit(persoon),
  ),
});

/** A withdrawal without people: it only says why, and which koppeling. */
const intrekkingAsKept = ({
  koppelingId,
  versie,
  gemeentecode,
  reden,
  personen,
}: KoppelingIngetrokken): KoppelingIngetrokken => ({
  koppelingId,
  versie,
  gemeentecode,
  reden,
  ...(personen && { personen: personen.map(asLid) }),
});

/** The message as the hub keeps it (docs/privacy.md). */
export const asKept = <Bericht extends InboundBericht>(bericht: Bericht): Bericht => {
  switch (bericht.type) {
    case 'nl.tvs.koppeling.geregistreerd.v1':
    case 'nl.tvs.koppeling.gewijzigd.v1':
      return { ...bericht, data: koppelingAsKept(bericht.data, bericht.tijdstip) };
    case 'nl.tvs.koppeling.ingetrokken.v1':
      return { ...bericht, data: intrekkingAsKept(bericht.data) };
    case 'nl.inburgeringszaken.casus.geopend.v1':
      return { ...bericht, data: withoutNationaliteit(bericht.data) };
    default:
      return bericht;
  }
};
