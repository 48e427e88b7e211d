import type { Duo } from '../../adapters/duo.ts';
import { AGAIN, retry } from '../../adapters/retry.ts';
import type { Bsn, ZaakId } from '../../contracts/basistypen.ts';
import type { DuoAntwoorden } from '../../contracts/duo.ts';
import type { DuoBericht } from '../../contracts/intern.ts';
import type { MetriekVan } from '../../contracts/metrieken.ts';
import { type DuoCode, duoCode } from '../../domain/duo/codes.ts';
import { HubFout } from '../../domain/fouten.ts';
import { beslisDuo, magBevragen } from '../../domain/zaak/besluit.ts';
import { dossierVan } from '../../domain/zaak/dossier.ts';
import { type BatchAfhankelijkheden, type Uitkomst, wek } from '../gedeeld/process-messages.ts';
import { decideAboutZaak, type ZaakAfhankelijkheden, zoekPersoon } from '../gedeeld/update-zaak.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';

export interface DuoAfhankelijkheden extends ZaakAfhankelijkheden, BatchAfhankelijkheden {
  readonly duo: Duo;
  readonly waarnemen: Waarnemen<MetriekVan<'duo'>>;
}

/**
 * One notification of DUO (Notificatie API 1.8.0), with the answers it leads to. That it links two numbers is good news
 * for whatever waited for that, also when DUO itself cannot be asked.
 */
export async function processNotificatie(
  afhankelijkheden: DuoAfhankelijkheden,
  bericht: DuoBericht,
): Promise<Uitkomst> {
  const gevonden = await zoekPersoon(afhankelijkheden, bericht, bericht.data);
  if (!('zaakId' in gevonden)) return gevonden;
  try {
    const uitkomst = await vraagTotZeStilstaat(afhankelijkheden, bericht, gevonden.zaakId);
    return { ...uitkomst, wekken: [...gevonden.wekken, ...uitkomst.wekken] };
  } catch (fout) {
    await wek(afhankelijkheden, new Set(gevonden.wekken));
    throw fout;
  }
}

/** An answer without which the notification says nothing; an empty list of results is no result. */
const ontbreekt = ({ vereist }: DuoCode, antwoorden: DuoAntwoorden): boolean => {
  if (vereist === undefined) return false;
  const antwoord = antwoorden[vereist];
  return antwoord === undefined || (Array.isArray(antwoord) && antwoord.length === 0);
};

/** Notify, then fetch: asks DUO what the code is about. Throws when DUO cannot answer now. */
const haalAntwoorden = async (
  { duo, waarnemen }: DuoAfhankelijkheden,
  code: DuoCode,
  bsn: Bsn | undefined,
): Promise<DuoAntwoorden> => {
  if (bsn === undefined || code.vragen.length === 0) return {};
  const { antwoorden, onbekendeVelden } = await duo.bevraag(bsn, code.vragen);
  if (onbekendeVelden > 0) waarnemen.tel('GenegeerdeDuoVelden', onbekendeVelden);
  if (ontbreekt(code, antwoorden))
    throw new HubFout('quarantaine', `DUO heeft geen ${code.vereist} bij deze code`);
  return antwoorden;
};

/**
 * Reads the zaak, asks DUO when that is possible and needed, and decides on the zaak as it is by then. `undefined` when
 * the person became known meanwhile, so that DUO can be asked after all.
 */
const vraagEnBeslis = async (
  afhankelijkheden: DuoAfhankelijkheden,
  bericht: DuoBericht,
  zaakId: ZaakId,
): Promise<Uitkomst | undefined> => {
  const code = duoCode(bericht.data.gebeurtenisId);
  const vraagtIets = code.vragen.length > 0;
  const { zaak } = dossierVan(await afhankelijkheden.zaken.lees(zaakId));
  const mag = magBevragen(zaak, bericht, vraagtIets);
  if (mag.soort === 'bevraag') {
    const antwoorden = await haalAntwoorden(afhankelijkheden, code, mag.bsn);
    const { uitkomst } = await decideAboutZaak(afhankelijkheden, zaakId, bericht, (dossier) =>
      beslisDuo(dossier.zaak, bericht, antwoorden),
    );
    return uitkomst;
  }
  const { besluit, uitkomst } = await decideAboutZaak(afhankelijkheden, zaakId, bericht, (dossier) =>
    magBevragen(dossier.zaak, bericht, vraagtIets),
  );
  return besluit.soort === 'bevraag' ? undefined : uitkomst;
};

const vraagTotZeStilstaat = (
  afhankelijkheden: DuoAfhankelijkheden,
  bericht: DuoBericht,
  zaakId: ZaakId,
): Promise<Uitkomst> =>
  retry(async () => (await vraagEnBeslis(afhankelijkheden, bericht, zaakId)) ?? AGAIN, {
    times: 3,
    pauseMs: () => 0,
    exhausted: () => new HubFout('opnieuw', 'de zaak bleef veranderen tussen vragen en vastleggen'),
  });
