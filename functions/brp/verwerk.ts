import type { BrpBericht } from '../../contracts/intern.ts';
import { beslisBrp } from '../../domain/zaak/besluit.ts';
import type { Uitkomst } from '../gedeeld/verwerking.ts';
import { beslisOverZaak, type ZaakAfhankelijkheden, zoekPersoon } from '../gedeeld/zaak-bijwerken.ts';

/** One message of the BRP: registration, move or death of a person (werkafspraken R02.1). */
export const verwerkBrp = async (
  afhankelijkheden: ZaakAfhankelijkheden,
  bericht: BrpBericht,
): Promise<Uitkomst> => {
  const gevonden = await zoekPersoon(afhankelijkheden, bericht, bericht.data);
  if (!('zaakId' in gevonden)) return gevonden;
  const uitkomst = await beslisOverZaak(afhankelijkheden, gevonden.zaakId, bericht, ({ zaak }) =>
    beslisBrp(zaak, bericht),
  );
  return { ...uitkomst, wekken: [...gevonden.wekken, ...uitkomst.wekken] };
};
