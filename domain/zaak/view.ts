import type { TermijnStatus, Zaak as ZaakView } from '../../contracts/api.ts';
import { statusOn, type Termijn } from '../termijnen/termijnen.ts';
import { latestAnswers } from './answers.ts';
import { lbtResultaten } from './lbt.ts';
import { situationOf, termijnenOf } from './situation.ts';
import type { Zaak } from './zaak.ts';

const known = (data: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));

/** The terms of a zaak, each with how it stands on a day (`YYYY-MM-DD`). */
export const termijnenAt = (
  zaak: Zaak,
  today: string,
): readonly (Termijn & { readonly stand: TermijnStatus })[] =>
  termijnenOf(zaak).map((termijn) => ({ ...termijn, stand: statusOn(termijn, today) }));

/**
 * What the gemeente of a zaak sees of it. BSN, V-nummer and nationaliteit are left out: the gemeente searches with the
 * numbers and needs none of them back.
 */
export const zaakData = (zaak: Zaak, today: string): ZaakView['gegevens'] => {
  const { koppeling, redenVervallen, isOverleden, vestiging, woonadres } = situationOf(zaak);
  if (koppeling === undefined) return {};
  const { persoon, huishouden, koppeling: data } = koppeling.feit;
  const { vNummer: _vNummer, bsn: _bsn, nationaliteit: _nationaliteit, ...fromPersoon } = persoon;
  const own = known({
    persoon: fromPersoon,
    huishouden,
    koppeling: {
      koppelingId: data.koppelingId,
      versie: data.versie,
      datumKoppeling: data.datumKoppeling,
      woningeis: data.woningeis ?? [],
      ...known({
        verblijfplaatsAzc: data.verblijfplaatsAzc,
        contactpersoonCoa: data.contactpersoonCoa,
      }),
    },
    redenVervallen,
    overleden: isOverleden ? true : undefined,
    inschrijving: vestiging && { datumInschrijving: vestiging.gegevens.datumInschrijving },
    adres: woonadres,
    leerbaarheidstoets: lbtResultaten(zaak).find(({ status }) => status === 'geldig'),
    termijnen: termijnenAt(zaak, today),
  });
  return { ...own, ...latestAnswers(zaak) };
};
