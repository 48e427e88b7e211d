import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HappenOptions, makeHappen } from '../../../../cli/tester/happen.ts';
import { generate } from '../../../../client/invent/generate.ts';
import type { Happening } from '../../../../client/invent/happenings.ts';
import { replaySteps } from '../../../../client/scenario/replay.ts';
import { silent } from '../../../../client/scenario/send.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';
import { ALONE, type Happened, happenOn, WAIT } from './happen-on.ts';
import { describeListen } from './listen-on.ts';

const FAMILY = { adults: 2, children: 1 };

let hub: RunningHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

describeListen(() => hub);

describe('an event that a tester makes happen', () => {
  const happenOnHub = (kind: Happening, options: Partial<HappenOptions> = {}) => happenOn(hub, kind, options);

  /** Kinds of the messages that one receiver got because of it. */
  const kindsOf = ({ ontvangen }: Happened, receiver: string): readonly string[] =>
    ontvangen
      .filter(({ sleutel }) => sleutel === receiver)
      .flatMap(({ berichten }) => berichten.map(({ type }) => type.split('.').slice(2, -1).join('-')));

  it('tells the zaken of the adults, and what each receiver got because of it alone', async () => {
    const linked = await happenOnHub('koppeling', { gezin: FAMILY });
    expect(linked.zaken).toHaveLength(2);
    expect(linked.personen.map(({ relatie }) => relatie)).toEqual(['hoofdpersoon', 'partner', 'kind']);
    expect(new Set(kindsOf(linked, 'taalschool'))).toEqual(new Set(['nieuwe-inburgeraar-gemeld']));
    const moved = await happenOnHub('verhuizing', { gezin: FAMILY });
    expect(kindsOf(moved, 'gemeente')).toEqual(['brp-adres-gewijzigd', 'brp-adres-gewijzigd']);
    const withdrawn = await happenOnHub('intrekking');
    expect(kindsOf(withdrawn, 'taalschool')).toEqual(['nieuwe-inburgeraar-vervallen']);
  });

  it('is about new people each time, and with a seed about the same', async () => {
    const first = await happenOnHub('koppeling');
    const second = await happenOnHub('koppeling');
    expect(second.personen).not.toEqual(first.personen);
    const { zaad } = first;
    if (zaad === undefined) throw new Error('invented people have a seed');
    const again = await happenOnHub('koppeling', { zaad });
    expect(again).toMatchObject({ personen: first.personen, zaken: first.zaken, alBekend: 1, ontvangen: [] });
  });

  /** What the gemeente is told that a report misses before it. */
  const missedIn = ({ ontvangen }: Happened): readonly unknown[] =>
    ontvangen
      .filter(({ sleutel }) => sleutel === 'gemeente')
      .flatMap(({ berichten }) => berichten.flatMap(({ data }) => data['ontbreektVooraf'] ?? []));

  it('can be an event of the routemap: what usually comes before it is there, and who may hear of it does', async () => {
    const agreed = await happenOnHub('woning-goedgekeurd');
    expect(kindsOf(agreed, 'destion')).toEqual(['nieuwe-inburgeraar-gewijzigd', 'woning-goedgekeurd']);
    expect(kindsOf(agreed, 'mooiland')).toEqual(['nieuwe-inburgeraar-vervallen']);
    expect(kindsOf(agreed, 'gemeente')).toEqual(['melding-ontvangen']);
    const visited = await happenOnHub('huisbezoek-taalmaatje-gehouden');
    expect(visited.ontvangen.map(({ sleutel }) => sleutel)).toEqual(['gemeente']);
    expect(kindsOf(visited, 'gemeente')).toEqual(['melding-ontvangen']);
    const shared = await happenOnHub('pip-deel-gedeeld');
    expect(shared.ontvangen.map(({ sleutel }) => sleutel).toSorted()).toEqual(
      [
        'gemeente',
        'taalschool',
        'intos',
        'balk',
        'maatschappelijk-begeleider',
        'vakspecialist-werk-en-inkomen',
      ].toSorted(),
    );
    expect([agreed, visited, shared].flatMap(missedIn)).toEqual([]);
  });

  it('can be of a zaak that is there: nothing is told before it, and nobody is invented', async () => {
    const { zaken, personen } = await happenOnHub('koppeling');
    const [zaak = ''] = zaken;
    const linked = await happenOnHub('taalmaatje-gekoppeld', { zaak });
    expect(linked).toMatchObject({ zaken: [zaak], personen: [] });
    expect(missedIn(linked)).toEqual(['taalmaatje-aangeboden']);
    const { vNummer: vnummer = '' } = personen[0] ?? {};
    const offered = await happenOnHub('taalcafe-kennismaking-gehouden', { vnummer });
    expect(offered).toMatchObject({ zaken: [zaak], personen: [] });
    expect(kindsOf(offered, 'gemeente')).toEqual(['melding-ontvangen']);
  });

  it('does nothing with a zaak that the hub does not know, nor with an event that a zaak is not told', async () => {
    const balans = async () => (await hub.client.openstaand()).post['0907/taalschool'];
    const before = await balans();
    const given = {
      gezin: ALONE,
      gemeente: '0907',
      wait: WAIT,
      zaak: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a',
    };
    const { output, written } = caught();
    await expect(makeHappen(hub.client, 'pop-vastgesteld', given, output)).rejects.toThrow('has no zaak');
    await expect(makeHappen(hub.client, 'koppeling', given, output)).rejects.toThrow(
      'koppeling happens to invented people alone: leave --zaak, --vnummer and --bsn out',
    );
    await hub.quiet();
    expect({ written, after: await balans() }).toEqual({ written: [], after: before });
  });

  it('says in lines that fit who it is about', async () => {
    const { output, written } = caught();
    const options = { gezin: ALONE, gemeente: '9999', wait: WAIT };
    expect(await makeHappen(hub.client, 'lbt', options, { ...output, width: 60 })).toBe(0);
    expect(written.join('\n')).toMatch(/^Person {8}hoofdpersoon, V-nummer \d{10},\s+BSN 9999\d{5}$/m);
    expect(written.join('\n')).toMatch(/^Zaak {10}[0-9a-f-]{36}$/m);
    expect(written.filter((line) => line.length > 60)).toEqual([]);
  });

  it('leaves the books at 0 with a file of invented households that is replayed', async () => {
    const options = { households: 2, seed: 7, gemeente: '0907', until: '2026-03-01', duplicates: 0.1 };
    const { deviations, atRest, summary } = await replaySteps(hub.client, generate(options), WAIT, silent);
    expect({ deviations, atRest }).toEqual({ deviations: [], atRest: true });
    expect(summary).toMatchObject({ quarantaine: 0, wachtend: 0, ontvangen: 0 });
    expect((await hub.client.openstaand()).ontvangen).toBe(0);
  });
});
