import type { TermijnStand } from '../../contracts/api.ts';
import { standOp, type Termijn } from '../termijnen/termijnen.ts';
import { situationOf, termijnenVan } from './afgeleid.ts';
import { opTijdstip } from './feiten.ts';
import { lbtResultaten } from './lbt.ts';
import type { Zaak } from './zaak.ts';

/** DUO's latest answer to one question. */
const laatsteAntwoord = (zaak: Zaak, vraag: 'inburgeringsplicht' | 'doelgroep' | 'lbt/examennummer') =>
  zaak.duo
    .filter(({ antwoorden }) => antwoorden[vraag] !== undefined)
    .toSorted(opTijdstip)
    .at(-1)?.antwoorden[vraag];

const bekend = (gegevens: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(gegevens).filter(([, waarde]) => waarde !== undefined));

/** The terms of a zaak, each with how it stands on a day (`YYYY-MM-DD`). */
export const termijnenOp = (
  zaak: Zaak,
  vandaag: string,
): readonly (Termijn & { readonly stand: TermijnStand })[] =>
  termijnenVan(zaak).map((termijn) => ({ ...termijn, stand: standOp(termijn, vandaag) }));

/**
 * What the gemeente of a zaak sees of it. BSN, V-nummer and nationaliteit are left out: the gemeente searches with the
 * numbers and needs none of them back.
 */
export const zaakGegevens = (zaak: Zaak, vandaag: string): Record<string, unknown> => {
  const { koppeling, redenVervallen, isOverleden, vestiging, woonadres } = situationOf(zaak);
  if (koppeling === undefined) return {};
  const { persoon, huishouden, koppeling: gegevens } = koppeling.feit;
  const { vNummer: _vNummer, bsn: _bsn, nationaliteit: _nationaliteit, ...vanPersoon } = persoon;
  return bekend({
    persoon: vanPersoon,
    huishouden,
    koppeling: {
      koppelingId: gegevens.koppelingId,
      versie: gegevens.versie,
      datumKoppeling: gegevens.datumKoppeling,
      woningeis: gegevens.woningeis ?? [],
      ...bekend({
        verblijfplaatsAzc: gegevens.verblijfplaatsAzc,
        contactpersoonCoa: gegevens.contactpersoonCoa,
      }),
    },
    redenVervallen,
    overleden: isOverleden ? true : undefined,
    inschrijving: vestiging && { datumInschrijving: vestiging.gegevens.datumInschrijving },
    adres: woonadres,
    inburgeringsplicht: laatsteAntwoord(zaak, 'inburgeringsplicht'),
    doelgroep: laatsteAntwoord(zaak, 'doelgroep'),
    examennummer: laatsteAntwoord(zaak, 'lbt/examennummer'),
    leerbaarheidstoets: lbtResultaten(zaak).find(({ status }) => status === 'geldig'),
    termijnen: termijnenOp(zaak, vandaag),
  });
};
