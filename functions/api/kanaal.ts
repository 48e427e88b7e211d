import { KanaalKeuze, type KanaalWeergave } from '../../contracts/berichten.ts';
import { adresDelen, type PartnerAdres } from '../../domain/partners/address.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { eigenKanaal, kanaalUitQuery } from './kanaaltoegang.ts';
import { leesLichaam } from './lichaam.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

const weergave = async (
  { kanalen, postvak }: Afhankelijkheden,
  kanaal: PartnerAdres,
): Promise<KanaalWeergave> => {
  const [{ basisdeur, abonnementen }, klaargezet, geparkeerd] = await Promise.all([
    kanalen.instelling(kanaal),
    postvak.tel(kanaal, ['klaargezet', 'bezig']),
    postvak.tel(kanaal, ['geparkeerd']),
  ]);
  return {
    ...adresDelen(kanaal),
    deur: basisdeur,
    abonnementen: abonnementen.length,
    klaargezet,
    geparkeerd,
  };
};

/** `GET /kanaal`: through which doors a partner's messages go, and how many lie ready. */
export const leesKanaal = async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> =>
  json(200, await weergave(nodig, kanaalUitQuery(verzoek)));

/** The doors of a partner changed: what lies ready goes where it goes now. Stored first, offered second. */
export const doorDeNieuweDeur = async (
  { feeds, bezorging, klok }: Pick<Afhankelijkheden, 'feeds' | 'bezorging' | 'klok'>,
  kanaal: PartnerAdres,
): Promise<void> => {
  await feeds.herzie(kanaal, klok.nu());
  await bezorging.bied([{ opdracht: { soort: 'kanaal', kanaal } }]);
};

/** `PUT /kanaal`: the partner chooses its base door. */
export const kiesDeur = async (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  const { deur } = await leesLichaam(KanaalKeuze, verzoek);
  await nodig.kanalen.kiesBasisdeur(kanaal, deur);
  await doorDeNieuweDeur(nodig, kanaal);
  return json(200, await weergave(nodig, kanaal));
};
