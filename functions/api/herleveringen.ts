import { randomUUID } from 'node:crypto';
import type { Herlevering } from '../../adapters/post/herleveringen.ts';
import {
  HerleveringAanvraag,
  HerleveringId,
  type HerleveringWeergave,
} from '../../contracts/herleveringen.ts';
import type { Herleveringskeuze } from '../../domain/delivery/herlevering.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import { vindAbonnement } from './abonnementen.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { eigenKanaal, idUitPad, kanaalUitQuery } from './kanaaltoegang.ts';
import { leesLichaam } from './lichaam.ts';
import { nietGevonden, probleem } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/** Sending again what was sent before: a partner asks this for its own messages. */

/** In UTC with milliseconds, as the postvak writes its moments. */
const moment = (tijdstip: string): string => new Date(tijdstip).toISOString();

const keuzeVan = (
  { van, tot, zaakId, types }: HerleveringAanvraag,
  abonnementId: string | undefined,
  nu: Date,
): Herleveringskeuze => {
  const nuTekst = nu.toISOString();
  const totTekst = tot === undefined ? nuTekst : moment(tot);
  return {
    ...(van === undefined ? {} : { van: moment(van) }),
    // What comes later is sent anyway.
    tot: totTekst < nuTekst ? totTekst : nuTekst,
    ...(zaakId === undefined ? {} : { zaakId }),
    ...(types === undefined ? {} : { types }),
    ...(abonnementId === undefined ? {} : { abonnementId }),
  };
};

const vraagAan = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
  kanaal: PartnerAdres,
  abonnementId?: string,
): Promise<Antwoord> => {
  const { herleveringen, kanalen, bezorging, klok } = nodig;
  const { proef, tempo, ...aanvraag } = await leesLichaam(HerleveringAanvraag, verzoek);
  const nu = klok.nu();
  const keuze = keuzeVan(aanvraag, abonnementId, nu);
  const aantal = await herleveringen.tel(kanaal, keuze, await kanalen.instelling(kanaal));
  if (proef === true) return json(200, { aantal });
  const herlevering: Herlevering = {
    id: randomUUID(),
    kanaal,
    keuze,
    ...(tempo === undefined ? {} : { tempo }),
    door: verzoek.organisatie.sleutel,
    aangevraagdOp: nu.toISOString(),
    aantal,
    gedaan: 0,
    vanaf: nu.toISOString(),
    versie: 1,
  };
  if (!(await herleveringen.begin(herlevering))) {
    throw probleem('stand-laat-niet-toe', 'Er loopt al een herlevering. Wacht tot die klaar is.');
  }
  if (abonnementId !== undefined) {
    await kanalen.noteer(abonnementId, {
      tijdstip: herlevering.aangevraagdOp,
      naam: 'herlevering-gevraagd',
      door: herlevering.door,
      gegevens: { herleveringId: herlevering.id, aantal },
    });
  }
  await bezorging.bied([{ opdracht: { soort: 'herlevering', kanaal, herleveringId: herlevering.id } }]);
  return json(
    202,
    { herleveringId: herlevering.id, aantal },
    { Location: `/v1/herleveringen/${herlevering.id}` },
  );
};

/** `POST /herleveringen`: what went through the base door. */
export const herlever = (verzoek: AangemeldVerzoek, nodig: Afhankelijkheden): Promise<Antwoord> =>
  vraagAan(verzoek, nodig, eigenKanaal(verzoek));

/** `POST /abonnementen/{abonnementId}/herleveringen`: what this abonnement asks for. */
export const herleverAbonnement = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = eigenKanaal(verzoek);
  const { id } = await vindAbonnement(verzoek, nodig, kanaal);
  return vraagAan(verzoek, nodig, kanaal, id);
};

const statusVan = ({ vanaf, na, gedaan }: Herlevering): HerleveringWeergave['status'] => {
  if (vanaf === undefined) return 'klaar';
  return na === undefined && gedaan === 0 ? 'wacht' : 'bezig';
};

/** `GET /herleveringen/{herleveringId}`: how far it is. */
export const leesHerlevering = async (
  verzoek: AangemeldVerzoek,
  { herleveringen }: Afhankelijkheden,
): Promise<Antwoord> => {
  const kanaal = kanaalUitQuery(verzoek);
  const id = idUitPad(HerleveringId, verzoek, 'herleveringId');
  const gevonden = id === undefined ? undefined : await herleveringen.lees(id);
  if (gevonden === undefined || gevonden.kanaal !== kanaal) throw nietGevonden();
  const { keuze, tempo, aantal, gedaan, door, aangevraagdOp } = gevonden;
  const { abonnementId: _, ...criteria } = keuze;
  return json(200, {
    herleveringId: gevonden.id,
    status: statusVan(gevonden),
    ...criteria,
    ...(tempo === undefined ? {} : { tempo }),
    aantal,
    gedaan,
    door,
    aangevraagdOp,
  });
};
