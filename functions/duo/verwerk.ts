import { type Duo, DuoAntwoordOnbruikbaar } from '../../adapters/duo.ts';
import type { Bsn, ZaakId } from '../../contracts/basistypen.ts';
import type { DuoAntwoorden } from '../../contracts/duo.ts';
import type { DuoBericht } from '../../contracts/intern.ts';
import { type DuoCode, duoCode } from '../../domain/duo/codes.ts';
import { beslisDuo, magBevragen, type ZaakBesluit } from '../../domain/zaak/besluit.ts';
import { dossierVan } from '../../domain/zaak/dossier.ts';
import { alleen, type Uitkomst } from '../gedeeld/verwerking.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import { beslisOverZaak, type ZaakAfhankelijkheden, zoekPersoon } from '../gedeeld/zaak-bijwerken.ts';

export interface DuoAfhankelijkheden extends ZaakAfhankelijkheden {
  readonly duo: Duo;
  readonly waarnemen: Pick<Waarnemen, 'tel'>;
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
    throw new DuoAntwoordOnbruikbaar(`DUO heeft geen ${code.vereist} bij deze code`);
  return antwoorden;
};

/** Asks when the person is known and asking is needed; otherwise says why not. */
const bepaalBesluit = async (
  afhankelijkheden: DuoAfhankelijkheden,
  bericht: DuoBericht,
  zaakId: ZaakId,
): Promise<(zaak: Parameters<typeof magBevragen>[0]) => ZaakBesluit> => {
  const code = duoCode(bericht.data.gebeurtenisId);
  const vraagtIets = code.vragen.length > 0;
  const { zaak } = dossierVan(await afhankelijkheden.zaken.lees(zaakId));
  const mag = magBevragen(zaak, bericht, vraagtIets);
  if (mag.soort !== 'bevraag') {
    return (huidig) => {
      const opnieuw = magBevragen(huidig, bericht, vraagtIets);
      if (opnieuw.soort === 'bevraag') throw new ZaakVeranderde('de zaak veranderde tijdens het lezen');
      return opnieuw;
    };
  }
  const antwoorden = await haalAntwoorden(afhankelijkheden, code, mag.bsn);
  return (huidig) => beslisDuo(huidig, bericht, antwoorden);
};

/** Somebody made the person known between reading and deciding: the message comes again, and then can be asked. */
class ZaakVeranderde extends Error {}

/** One notification of DUO (Notificatie API 1.8.0), with the answers it leads to. */
export const verwerkDuo = async (
  afhankelijkheden: DuoAfhankelijkheden,
  bericht: DuoBericht,
): Promise<Uitkomst> => {
  const gevonden = await zoekPersoon(afhankelijkheden, bericht, bericht.data);
  if (!('zaakId' in gevonden)) return gevonden;
  try {
    const beslis = await bepaalBesluit(afhankelijkheden, bericht, gevonden.zaakId);
    const uitkomst = await beslisOverZaak(afhankelijkheden, gevonden.zaakId, bericht, ({ zaak }) =>
      beslis(zaak),
    );
    return { ...uitkomst, wekken: [...gevonden.wekken, ...uitkomst.wekken] };
  } catch (fout) {
    if (!(fout instanceof DuoAntwoordOnbruikbaar)) throw fout;
    return { ...alleen({ soort: 'quarantaine', reden: fout.message }), wekken: gevonden.wekken };
  }
};
