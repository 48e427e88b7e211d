import type { Lijststuk } from '../../domain/delivery/item.ts';
import type { PartnerAdres } from '../../domain/partners/projectie.ts';
import type { Feedvraag, Postvak } from './postvak.ts';

/** Everything of a partner that is asked for, oldest first, so many at a time. */
export async function* bladzijden(
  postvak: Pick<Postvak, 'lijst'>,
  partner: PartnerAdres,
  vraag: Omit<Feedvraag, 'na'>,
): AsyncGenerator<readonly Lijststuk[]> {
  for (let na: string | undefined; ; ) {
    const { stukken, meer } = await postvak.lijst(partner, { ...vraag, ...(na === undefined ? {} : { na }) });
    yield stukken;
    na = stukken.at(-1)?.positie;
    if (!meer || na === undefined) return;
  }
}
