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

it('the logbook of a member of a household gives each reading of one millisecond once, page by page', async () => {
  const { world, call } = startApi();
  world.huishoudens = [HUISHOUDEN];
  const written = Array.from({ length: 25 }, (_, place) => [
    reading({ id: HUISHOUDEN, soort: 'huishouden' }, place),
    reading({ id: ZAAK, soort: 'zaak' }, place),
  ]).flat();
  await world.logboek.write(written);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const query = { limit: '3', ...(after === undefined ? {} : { na: after }) };
    const { content } = await call('GET', `/v1/zaken/${ZAAK}/verwerkingen`, { to: 'gemeente-0907', query });
    const { verwerkingen, na } = Verwerkingen.parse(content);
    seen.push(...verwerkingen.map(({ spoor }) => spoor));
    after = na;
    // Who reads the pages stands in the logbook too, behind what was there.
  } while (after !== undefined && seen.length < written.length);
  expect(seen.slice(0, written.length).toSorted()).toEqual(written.map(({ traceId }) => traceId).toSorted());
});
