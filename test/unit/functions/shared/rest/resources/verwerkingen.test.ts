import { expect, it } from 'vitest';
import type { HuishoudenId, ZaakId } from '../../../../../../contracts/base-types.ts';
import { Verwerkingen } from '../../../../../../contracts/verwerkingen.ts';
import type { Processing, Subject } from '../../../../../../domain/logboek/record.ts';
import { spanIdOf } from '../../../../../../domain/logboek/trace.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { GENNEP } from '../../../../domain/support.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const HUISHOUDEN = '6a1d2c5e-7b3f-8c4d-9e0a-5f6b7c8d9e0f' as HuishoudenId;

/** A reading of a list, which has one record for each that it names, all of one moment. */
const reading = (subject: Subject, place: number): Processing => ({
  activity: 'raadplegen',
  gemeentecode: GENNEP,
  subject,
  traceId: spanIdOf('trace', subject.id, String(place)).repeat(2),
  spanId: spanIdOf('span', subject.id, String(place)),
  begin: 1_750_408_320_000,
  end: 1_750_408_320_000,
  status: 'Ok',
  name: 'een lijst lezen',
  party: { role: 'lezer', key: 'mage-0907' },
  fields: ['referentie'],
});

/** Every page of the logbook, to its end; each page is written down before the next one is read. */
const pagesOf = async ({ call }: ReturnType<typeof startApi>, limit: string): Promise<readonly string[]> => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const query = { limit, ...(after === undefined ? {} : { na: after }) };
    const { content } = await call('GET', `/v1/zaken/${ZAAK}/verwerkingen`, { to: 'gemeente-0907', query });
    const { verwerkingen, na } = Verwerkingen.parse(content);
    seen.push(...verwerkingen.map(({ spoor }) => spoor));
    after = na;
  } while (after !== undefined && seen.length < 1000);
  return seen;
};

it('the logbook of a member of a household gives each reading of one millisecond once, page by page', async () => {
  const api = startApi();
  api.world.huishoudens = [HUISHOUDEN];
  const written = Array.from({ length: 25 }, (_, place) => [
    reading({ id: HUISHOUDEN, soort: 'huishouden' }, place),
    reading({ id: ZAAK, soort: 'zaak' }, place),
  ]).flat();
  await api.world.logboek.write(written);
  const seen = await pagesOf(api, '3');
  // Behind it stands who reads these pages.
  expect(seen.slice(0, written.length).toSorted()).toEqual(written.map(({ traceId }) => traceId).toSorted());
});

it.each(['1', '2'])('a logbook that is read %s at a time ends, however often it is read', async (limit) => {
  const api = startApi();
  const written = Array.from({ length: 4 }, (_, place) => reading({ id: ZAAK, soort: 'zaak' }, place));
  await api.world.logboek.write(written);
  const seen = await pagesOf(api, limit);
  expect(seen.slice(0, 4).toSorted()).toEqual(written.map(({ traceId }) => traceId).toSorted());
  // Whoever reads stands in it as well; of the pages that follow only those of the same millisecond as the first.
  expect(seen.length).toBeLessThan(1000);
  expect(api.world.logboek.all().length).toBeGreaterThanOrEqual(4 + 4 / Number(limit));
});
