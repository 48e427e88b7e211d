import type { BrpBericht } from '../../contracts/intern.ts';
import { beslisBrp } from '../../domain/zaak/besluit.ts';
import type { Uitkomst } from '../gedeeld/process-messages.ts';
import { decideAboutZaak, type ZaakAfhankelijkheden, zoekPersoon } from '../gedeeld/update-zaak.ts';

/** One message of the BRP: registration, move or death of a person (werkafspraken R02.1). */
export async function processPersoon(deps: ZaakAfhankelijkheden, bericht: BrpBericht): Promise<Uitkomst> {
  const gevonden = await zoekPersoon(deps, bericht, bericht.data);
  if (!('zaakId' in gevonden)) return gevonden;
  const { uitkomst } = await decideAboutZaak(deps, gevonden.zaakId, bericht, ({ zaak }) =>
    beslisBrp(zaak, bericht),
  );
  return { ...uitkomst, wekken: [...gevonden.wekken, ...uitkomst.wekken] };
}
