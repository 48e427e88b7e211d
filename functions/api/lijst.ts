import type { Poststaat } from '../../contracts/post.ts';
import type { Feedcursor } from '../../domain/delivery/feed.ts';
import { POSTPLEKKEN, plekkenVan } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';

/** A page of messages as they were sent; without a cursor it is the last. */
export interface Berichtenbladzij {
  readonly teksten: readonly string[];
  readonly cursor?: Feedcursor;
}

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
    ...(meer && laatste !== undefined
      ? { cursor: { positie: laatste.positie, gegevenOp: klok.nu().toISOString() } }
      : {}),
  };
};
