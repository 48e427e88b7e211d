import { type Logboeken, vindZaakId } from '../../adapters/logboeken.ts';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/intern.ts';
import {
  alleLeden,
  type KoppelingInhoud,
  type KoppelingVersie,
  koppelingFeit,
  versiesVan,
  vervalFeiten,
  wachtendeIntrekkingen,
} from '../../domain/koppeling/koppeling.ts';
import { oorzaakVan, TEGENSTRIJDIGE_NUMMERS } from '../../domain/zaak/besluit.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import { alleen, type Uitkomst } from '../gedeeld/verwerking.ts';
import {
  type Bijwerking,
  koppelPersoonsnummers,
  voegToeAanZaak,
  type ZaakAfhankelijkheden,
} from '../gedeeld/zaak-bijwerken.ts';

export interface CoaAfhankelijkheden extends ZaakAfhankelijkheden {
  readonly koppelingen: Logboeken<KoppelingInhoud>;
}

interface Lid {
  readonly zaakId: ZaakId;
  readonly persoon: Persoon;
}

/** Everything that the versions of a koppeling now say about its members, each on their own timeline. */
const werkLedenBij = async (
  afhankelijkheden: CoaAfhankelijkheden,
  { ontvangstId }: CoaBericht,
  koppelingId: string,
  versies: readonly KoppelingVersie[],
  feitOver: (zaakId: ZaakId) => readonly Feit[],
): Promise<readonly Bijwerking[]> =>
  Promise.all(
    alleLeden(versies).map((zaakId) =>
      voegToeAanZaak(
        afhankelijkheden,
        zaakId,
        ontvangstId,
        () => [...feitOver(zaakId), ...vervalFeiten(koppelingId, versies, zaakId)],
        versies.length === 1,
      ),
    ),
  );

const samen = (bijwerkingen: readonly Bijwerking[], gewekt: Uitkomst['wekken']): Uitkomst => ({
  afloop: { soort: 'verwerkt' },
  bijgewerkt: bijwerkingen.map(({ bijgewerkt }) => bijgewerkt),
  wekken: [...gewekt, ...bijwerkingen.flatMap(({ wekken }) => wekken)],
  standen: bijwerkingen.flatMap(({ standen }) => standen),
});

/** Another message already brought this version: first come, the other changes nothing (docs/domein.md). */
const alleenBekendeVersie = alleen({ soort: 'verwerkt', reden: 'deze versie van de koppeling is al bekend' });

/** Numbers that a higher version has put right since are nobody's problem any more. */
const achterhaald = alleen({ soort: 'verwerkt', reden: 'een hogere versie kwam eerder, met andere nummers' });

const verwerkKoppeling = async (
  afhankelijkheden: CoaAfhankelijkheden,
  bericht: CoaBericht,
  handeling: 'geregistreerd' | 'gewijzigd',
  koppeling: Koppeling,
): Promise<Uitkomst> => {
  const { pseudoniemen, koppelingen } = afhankelijkheden;
  const oorzaak = oorzaakVan(bericht);
  const leden = await Promise.all(
    koppeling.personen.map(
      async (persoon): Promise<Lid> => ({
        zaakId: await vindZaakId(afhankelijkheden, persoon.vNummer),
        persoon,
      }),
    ),
  );
  const nummers = await Promise.all(
    leden.flatMap(({ zaakId, persoon: { bsn } }) =>
      bsn === undefined ? [] : [koppelPersoonsnummers(afhankelijkheden, bsn, zaakId, bericht.ontvangstId)],
    ),
  );
  const gewekt = nummers.flatMap(({ wekken }) => wekken);
  if (nummers.some(({ tegenstrijdig }) => tegenstrijdig)) {
    const bekend = versiesVan(await koppelingen.lees(pseudoniemen.koppelingSleutel(koppeling.koppelingId)));
    if (bekend.some(({ versie }) => versie > koppeling.versie)) return { ...achterhaald, wekken: gewekt };
    return { ...alleen({ soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS }), wekken: gewekt };
  }
  const { uitkomst: isOnze, commits } = await koppelingen.werkBij(
    pseudoniemen.koppelingSleutel(koppeling.koppelingId),
    (eerdere) => {
      const bekend = versiesVan(eerdere).find(({ versie }) => versie === koppeling.versie);
      if (bekend !== undefined) return { uitkomst: bekend.oorzaak.ontvangstId === bericht.ontvangstId };
      const versie: KoppelingVersie = {
        soort: 'versie',
        koppelingId: koppeling.koppelingId,
        versie: koppeling.versie,
        leden: leden.map(({ zaakId }) => zaakId),
        oorzaak,
      };
      return { toevoegen: versie, uitkomst: true };
    },
    handeling === 'geregistreerd',
  );
  if (!isOnze) return { ...alleenBekendeVersie, wekken: gewekt };
  const bijwerkingen = await werkLedenBij(
    afhankelijkheden,
    bericht,
    koppeling.koppelingId,
    versiesVan(commits),
    (zaakId) =>
      leden
        .filter((lid) => lid.zaakId === zaakId)
        .map(({ persoon }) => koppelingFeit(oorzaak, handeling, koppeling, persoon)),
  );
  return samen(bijwerkingen, [...gewekt, ...wachtendeIntrekkingen(commits)]);
};

const verwerkIntrekking = async (
  afhankelijkheden: CoaAfhankelijkheden,
  bericht: Extract<CoaBericht, { type: 'nl.tvs.koppeling.ingetrokken.v1' }>,
): Promise<Uitkomst> => {
  const { koppelingId, versie, reden } = bericht.data;
  const { ontvangstId } = bericht;
  const { uitkomst, commits } = await afhankelijkheden.koppelingen.werkBij<'onze' | 'andere' | 'wacht'>(
    afhankelijkheden.pseudoniemen.koppelingSleutel(koppelingId),
    (eerdere) => {
      const versies = versiesVan(eerdere);
      const bekend = versies.find((ander) => ander.versie === versie);
      if (bekend !== undefined) {
        return { uitkomst: bekend.oorzaak.ontvangstId === ontvangstId ? 'onze' : 'andere' };
      }
      if (versies.length === 0) {
        return wachtendeIntrekkingen(eerdere).includes(ontvangstId)
          ? { uitkomst: 'wacht' }
          : { toevoegen: { soort: 'wacht', koppelingId, ontvangstId }, uitkomst: 'wacht' };
      }
      return {
        toevoegen: {
          soort: 'versie',
          koppelingId,
          versie,
          leden: [],
          ingetrokken: reden,
          oorzaak: oorzaakVan(bericht),
        },
        uitkomst: 'onze',
      };
    },
  );
  switch (uitkomst) {
    case 'wacht':
      return alleen({ soort: 'wacht', reden: 'wacht op de koppeling die hiermee wordt ingetrokken' });
    case 'andere':
      return alleenBekendeVersie;
    case 'onze':
      return samen(
        await werkLedenBij(afhankelijkheden, bericht, koppelingId, versiesVan(commits), () => []),
        [],
      );
  }
};

/**
 * One message of COA: a household koppelt, changes or is withdrawn (werkafspraken R00.T3). Every member has a timeline
 * of their own; the koppeling itself only knows their pseudonyms.
 */
export const verwerkCoa = (afhankelijkheden: CoaAfhankelijkheden, bericht: CoaBericht): Promise<Uitkomst> => {
  switch (bericht.type) {
    case 'nl.tvs.koppeling.geregistreerd.v1':
      return verwerkKoppeling(afhankelijkheden, bericht, 'geregistreerd', bericht.data);
    case 'nl.tvs.koppeling.gewijzigd.v1':
      return verwerkKoppeling(afhankelijkheden, bericht, 'gewijzigd', bericht.data);
    case 'nl.tvs.koppeling.ingetrokken.v1':
      return verwerkIntrekking(afhankelijkheden, bericht);
  }
};
