import { known } from '../known.ts';
import { isReported } from './feiten.ts';
import { firstWith, lbtResultaten, withResultaten } from './lbt.ts';
import type { TijdlijnEvent } from './tijdlijn-events.ts';
import type { Zaak } from './zaak.ts';

/**
 * Each result of the leerbaarheidstoets once, with its standing among the others (R09.4) and its first reporter. A result that the
 * gemeente typed over has the id of that report, so that a person can put it right.
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
