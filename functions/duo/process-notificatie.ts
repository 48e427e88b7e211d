import type { Duo } from '../../adapters/duo.ts';
import { AGAIN, retry } from '../../adapters/retry.ts';
import type { Bsn, ZaakId } from '../../contracts/basistypen.ts';
import type { DuoAntwoorden, DuoVraag } from '../../contracts/duo.ts';
import type { DuoBericht } from '../../contracts/intern.ts';
import type { MetriekVan } from '../../contracts/metrieken.ts';
import { type DuoCode, duoCode } from '../../domain/duo/codes.ts';
import { HubFout, vervolgVan } from '../../domain/fouten.ts';
import { beslisDuo, magBevragen } from '../../domain/zaak/besluit.ts';
import { dossierVan } from '../../domain/zaak/dossier.ts';
import { type BatchAfhankelijkheden, type Uitkomst, wek } from '../gedeeld/process-messages.ts';
import { decideAboutZaak, type ZaakAfhankelijkheden, zoekPersoon } from '../gedeeld/update-zaak.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import { awaitAnswer, keepWaiting, type PendingDependencies } from './pending.ts';

export interface DuoAfhankelijkheden
  extends ZaakAfhankelijkheden,
    BatchAfhankelijkheden,
    PendingDependencies {
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

/** The question without whose answer the notification says nothing, when DUO has none; an empty list is none. */
const missingAnswer = ({ vereist }: DuoCode, antwoorden: DuoAntwoorden): DuoVraag | undefined => {
  if (vereist === undefined) return undefined;
  const antwoord = antwoorden[vereist];
  const isMissing = antwoord === undefined || (Array.isArray(antwoord) && antwoord.length === 0);
  return isMissing ? vereist : undefined;
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
  return antwoorden;
};

/** DUO's answers with everything that the code needs, or how the message waits for it. */
const askDuo = async (
  dependencies: DuoAfhankelijkheden,
  bericht: DuoBericht,
  code: DuoCode,
  bsn: Bsn | undefined,
): Promise<{ readonly antwoorden: DuoAntwoorden } | Uitkomst> => {
  let antwoorden: DuoAntwoorden;
  try {
    antwoorden = await haalAntwoorden(dependencies, code, bsn);
  } catch (fout) {
    if (vervolgVan(fout) !== 'later opnieuw' || code.vereist === undefined) throw fout;
    const waiting = await keepWaiting(dependencies, bericht, code.vereist);
    if (waiting === undefined) throw fout;
    return waiting;
  }
  const missing = bsn === undefined ? undefined : missingAnswer(code, antwoorden);
  return missing === undefined ? { antwoorden } : awaitAnswer(dependencies, bericht, missing);
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
    const asked = await askDuo(afhankelijkheden, bericht, code, mag.bsn);
    if (!('antwoorden' in asked)) return asked;
    const { antwoorden } = asked;
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
