import type { Notice } from '../partners/notices.ts';
import type { RegievoerderNotice } from '../regievoerder/notices.ts';
import type { Dossier, ZaakContent } from '../zaak/dossier.ts';

/**
 * The last commit of a timeline that is erased. It has no facts, and tells every partner that was ever told of the timeline that it
 * is erased. Each message is numbered after the last one of its receiver, so that receivers can order them.
 */
export const farewell = (
  { latest, regievoerder }: Pick<Dossier, 'latest' | 'regievoerder'>,
  today: string,
): ZaakContent => {
  const toRegievoerder = farewellToGemeenten(regievoerder, today);
  return {
    feiten: [],
    meldingen: [...latest.values()].map(
      ({ last: { partner, rol, volgnummer } }): Notice => ({
        partner,
        rol,
        soort: 'gewist',
        volgnummer: volgnummer + 1,
        velden: [],
      }),
    ),
    ...(toRegievoerder.length > 0 && { regievoerder: toRegievoerder }),
  };
};

/** Only a gemeente that gets messages has messages to erase. */
const farewellToGemeenten = (
  told: readonly RegievoerderNotice[],
  today: string,
): readonly RegievoerderNotice[] =>
  [...Map.groupBy(told, ({ gemeentecode }) => gemeentecode)].flatMap(([gemeentecode, own]) => {
    const last = own.reduce((highest, { volgnummer = 0 }) => Math.max(highest, volgnummer), 0);
    if (last === 0) return [];
    return [
      {
        gebeurtenis: 'zaak-gewist' as const,
        gegevens: { datum: today },
        gemeentecode,
        sleutel: 'gewist',
        dag: today,
        volgnummer: last + 1,
      },
    ];
  });
