import { bladzijden } from '../../adapters/post/bladzijden.ts';
import type { Feedvraag, Postvak } from '../../adapters/post/postvak.ts';
import type { Lijststuk } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';

/** Messages that are read at a time. */
const BLADZIJ = 500;

/** Everything of a partner that is asked for, oldest first, read page by page. */
export async function* alleStukken(
  postvak: Pick<Postvak, 'lijst'>,
  partner: PartnerAdres,
  vraag: Omit<Feedvraag, 'na' | 'max'>,
): AsyncGenerator<Lijststuk> {
  for await (const stukken of bladzijden(postvak, partner, { ...vraag, max: BLADZIJ })) yield* stukken;
}
