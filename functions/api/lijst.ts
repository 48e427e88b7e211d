import type { StilstaandBericht } from '../../contracts/berichten.ts';
import type { Poststaat } from '../../contracts/post.ts';
import type { Feedcursor } from '../../domain/delivery/feed.ts';
import { type Lijststuk, POSTPLEKKEN, plekkenVan, staatVan } from '../../domain/delivery/item.ts';
import { berichtIdVan } from '../../domain/partners/bericht.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';

/** A page of messages as they were sent; without a cursor it is the last. */
export interface Berichtenbladzij {
  readonly teksten: readonly string[];
  /** What has no content, because it cannot be made. */
  readonly stilstaand?: readonly StilstaandBericht[];
  readonly cursor?: Feedcursor;
}

const withoutContent = ({
  zaakId,
  partner,
  volgnummer,
  type,
  plek,
  positie,
  reden,
}: Lijststuk): StilstaandBericht => ({
  id: berichtIdVan(zaakId, partner, volgnummer),
  zaakId,
  volgnummer,
  ...(type && { type }),
  staat: staatVan(plek),
  klaargezetOp: positie.split('#')[0] ?? positie,
  ...(reden && { stilstand: reden }),
});

/** What a partner was sent, in the order in which it was put in its postvak. */
export const leesLijst = async (
  { postvak, klok }: Pick<Afhankelijkheden, 'postvak' | 'klok'>,
  kanaal: PartnerAdres,
  staat: Poststaat | undefined,
  na: Feedcursor | undefined,
): Promise<Berichtenbladzij> => {
  const { stukken, meer } = await postvak.lijst(kanaal, {
    plekken: staat === undefined ? POSTPLEKKEN : plekkenVan(staat),
    ...(na === undefined ? {} : { na: na.positie }),
  });
  const laatste = stukken.at(-1);
  return {
    teksten: stukken.flatMap(({ tekst }) => tekst ?? []),
    stilstaand: stukken.filter(({ tekst }) => tekst === undefined).map(withoutContent),
    ...(meer && laatste !== undefined
      ? { cursor: { positie: laatste.positie, gegevenOp: klok.nu().toISOString() } }
      : {}),
  };
};
