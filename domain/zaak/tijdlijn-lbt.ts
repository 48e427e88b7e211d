import { known } from '../known.ts';
import { isReported } from './feiten.ts';
import { firstWith, lbtResultaten, withResultaten } from './lbt.ts';
import type { TijdlijnEvent } from './tijdlijn-events.ts';
import type { Zaak } from './zaak.ts';

/**
 * Each result of the leerbaarheidstoets once, with its standing among the others (R09.4) and who first reported it. By its report a
 * person can put right what the gemeente typed over.
 */
export const fromLbt = (zaak: Zaak): readonly TijdlijnEvent[] => {
  const responses = withResultaten(zaak);
  return lbtResultaten(zaak).map(({ gemeldOp, ...resultaat }): TijdlijnEvent => {
    const first = firstWith(responses, resultaat);
    const line = { naam: 'leerbaarheidstoets-uitslag-ontvangen', tijdstip: gemeldOp };
    if (first === undefined || !isReported(first)) return { ...line, bron: 'duo', gegevens: resultaat };
    const { feitId, medewerker } = first;
    return { ...line, bron: 'gemeente', gegevens: { ...resultaat, ...known({ medewerker }) }, feitId };
  });
};
