import { describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { createLanes } from '../../../../../adapters/table/postvak/lanes.ts';
import { movePost, postOfZaak } from '../../../../../adapters/table/postvak/old-place.ts';
import { createPostvak } from '../../../../../adapters/table/postvak/postvak.ts';
import { createSentMessages } from '../../../../../adapters/table/postvak/sent-messages.ts';
import type { Item, Table } from '../../../../../adapters/table/table.ts';
import type { Gemeentecode, ZaakId } from '../../../../../contracts/base-types.ts';
import type { Attempt } from '../../../../../contracts/postvak.ts';
import type { Abonnement } from '../../../../../domain/delivery/abonnement.ts';
import { newPostvakItem, type PostvakItem } from '../../../../../domain/delivery/item.ts';
import { partnerbericht } from '../../../../../domain/partners/bericht.ts';
import { notices } from '../../../../../domain/partners/notices.ts';
import { type KanaalId, projections } from '../../../../../domain/partners/projection.ts';
import { emptyZaak, zaakOf } from '../../../../../domain/zaak/zaak.ts';
import { linked, PARTNER_ZAAK, ZAAK } from '../../../../unit/domain/support.ts';
import { withFreshTable } from '../support.ts';

/** The postvak on an engine that evaluates every condition. */

let table: Table;
withFreshTable((fresh) => {
  table = fresh;
});

const TAALSCHOOL: KanaalId = '0907/taalschool';
const NOW = new Date('2025-09-08T10:00:00.000Z');
const secondsLater = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

const zaak = zaakOf([linked()]);
const item = (
  volgnummer: number,
  now: Date,
  { zaakId = ZAAK, partner = TAALSCHOOL }: { zaakId?: ZaakId; partner?: KanaalId } = {},
  earlier: readonly PostvakItem[] = [],
): PostvakItem => {
  const first = notices(zaakId, emptyZaak, zaak, new Map(), '2025-09-08').find(
    (one) => one.partner === partner,
  );
  if (first === undefined) throw new Error('this partner gets a message');
  const bericht = partnerbericht(
    {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
    zaakId,
    projections(zaakId, zaak, '2025-09-08'),
    volgnummer === 1 ? first : { ...first, soort: 'gewijzigd', gewijzigd: ['contact'], volgnummer },
    '2025-06-20T08:00:00.000Z',
  );
  return newPostvakItem(partner, bericht, now, earlier);
};
/** What version 0.1.0 would have stored of these items of a zaak. */
const putBackAsBefore = (items: readonly Item[]): Promise<void> =>
  table.write(items.map((one) => ({ ...one, pk: `ZAAK#${PARTNER_ZAAK}` })));

const ATTEMPT: Attempt = {
  tijdstip: secondsLater(1).toISOString(),
  reden: 'status',
  status: 500,
  duurMs: 12,
};

describe('a message in the postvak', () => {
  it('is put once, and is not overwritten when it is put again', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    expect(await postvak.put([first])).toEqual([first]);
    expect(await postvak.put([{ ...first, tekst: '{}' }])).toEqual([]);
    expect(await postvak.read(first)).toEqual(first);
  });

  it('is claimed by one door at a time, and taken over only when that claim has ended', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    await postvak.put([first]);
    const attempts = await Promise.all(
      Array.from({ length: 5 }, () => postvak.claim(first, 'webhook', secondsLater(60), NOW)),
    );
    const received = attempts.filter((one) => one !== undefined);
    expect(received).toHaveLength(1);
    const [inHand] = received;
    if (inHand === undefined) throw new Error('no door has it');
    expect(await postvak.claim(inHand, 'wachtrij', secondsLater(90), secondsLater(30))).toBeUndefined();
    const takenOver = await postvak.claim(inHand, 'wachtrij', secondsLater(150), secondsLater(61));
    expect(takenOver).toMatchObject({ plek: 'bezig', deur: 'wachtrij' });
    expect(await postvak.read(first)).toEqual(takenOver);
  });

  it('keeps its attempts and the outcome', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    await postvak.put([first]);
    const inHand = await postvak.claim(first, 'webhook', secondsLater(60), NOW);
    const back = inHand && (await postvak.release(inHand, secondsLater(2), ATTEMPT));
    expect(back).toMatchObject({ plek: 'klaargezet', pogingen: [ATTEMPT] });
    const again = back && (await postvak.claim(back, 'webhook', secondsLater(60), NOW));
    const succeeded: Attempt = { ...ATTEMPT, reden: 'gelukt', status: 204 };
    const delivered = again && (await postvak.bezorgd(again, secondsLater(9), succeeded));
    expect(await postvak.read(first)).toEqual(delivered);
    expect(delivered).toMatchObject({
      plek: 'bezorgd',
      deur: 'webhook',
      sinds: secondsLater(9).toISOString(),
      pogingen: [ATTEMPT, succeeded],
      positie: first.positie,
      tekst: first.tekst,
    });
    expect(delivered).not.toHaveProperty('bezigTot');
  });

  it('is redelivered once per herlevering, and not while it still lies ready', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    await postvak.put([first]);
    expect(await postvak.redeliver(first, 'verzoek-1', NOW)).toBeUndefined();
    const inHand = await postvak.claim(first, 'webhook', secondsLater(60), NOW);
    const delivered = inHand && (await postvak.bezorgd(inHand, NOW));
    const again = delivered && (await postvak.redeliver(delivered, 'verzoek-1', secondsLater(5)));
    expect(again).toMatchObject({ plek: 'klaargezet', herleveringen: 1, positie: first.positie });
    const onceMore = again && (await postvak.claim(again, 'webhook', secondsLater(60), NOW));
    const redelivered = onceMore && (await postvak.bezorgd(onceMore, NOW));
    expect(
      redelivered && (await postvak.redeliver(redelivered, 'verzoek-1', secondsLater(9))),
    ).toBeUndefined();
    expect(redelivered && (await postvak.redeliver(redelivered, 'verzoek-2', secondsLater(9)))).toMatchObject(
      {
        herleveringen: 2,
      },
    );
  });

  it('is found by its id by its own partner only, and can be confirmed more than once', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    await postvak.put([first]);
    expect(await postvak.find(TAALSCHOOL, first.id)).toEqual(first);
    expect(await postvak.find('0907/intos', first.id)).toBeUndefined();
    expect(await postvak.confirm(first, secondsLater(3))).toBe(true);
    // A caller that read the message before it was confirmed has to read it again.
    expect(await postvak.confirm(first, secondsLater(4))).toBe(false);
    const now = await postvak.find(TAALSCHOOL, first.id);
    expect(now).toMatchObject({ plek: 'bevestigd', deur: 'ophalen', sinds: secondsLater(3).toISOString() });
    expect(now && (await postvak.confirm(now, secondsLater(5)))).toBe(true);
  });

  it('loses its content at the end of its retention, and keeps its outcome', async () => {
    const postvak = createPostvak(table);
    const first = item(1, NOW);
    const second = item(2, secondsLater(1));
    await postvak.put([first, second]);
    const inHand = await postvak.claim(first, 'webhook', secondsLater(60), NOW);
    const delivered = inHand && (await postvak.bezorgd(inHand, NOW));
    expect(delivered && (await postvak.purge(delivered, secondsLater(100)))).toBe(true);
    expect(await postvak.purge(second, secondsLater(100))).toBe(true);
    const purged = await Promise.all([postvak.read(first), postvak.read(second)]);
    expect(purged.map((one) => [one?.plek, one?.tekst])).toEqual([
      ['bezorgd', undefined],
      ['vervallen', undefined],
    ]);
    expect((await postvak.list(TAALSCHOOL)).items).toEqual([]);
    expect(await createSentMessages(table).berichtenOver(ZAAK, '0907' as Gemeentecode, 'taalschool')).toEqual(
      [],
    );
  });
});

describe('the list of a partner', () => {
  it('has its own messages only, in the order in which they were put, over all states and pages', async () => {
    const postvak = createPostvak(table);
    const items = [1, 2, 3, 4, 5].map((volgnummer) => item(volgnummer, secondsLater(volgnummer)));
    const other = item(1, secondsLater(2), { zaakId: PARTNER_ZAAK });
    await postvak.put([...items, other, item(1, NOW, { partner: '0907/intos' })]);
    const third = items[2];
    if (third !== undefined) await postvak.confirm(third, secondsLater(9));
    const listed: string[] = [];
    let position: string | undefined;
    for (let more = true; more; ) {
      const page = await postvak.list(TAALSCHOOL, {
        max: 2,
        ...(position === undefined ? {} : { na: position }),
      });
      listed.push(
        ...page.items.map((one) => `${one.zaakId === ZAAK ? 'zaak' : 'partner'} ${one.volgnummer}`),
      );
      position = page.items.at(-1)?.positie;
      more = page.meer;
    }
    expect(listed.toSorted()).toEqual(['partner 1', 'zaak 1', 'zaak 2', 'zaak 3', 'zaak 4', 'zaak 5']);
    expect(listed.filter((one) => one.startsWith('zaak'))).toEqual([1, 2, 3, 4, 5].map((n) => `zaak ${n}`));
    const open = await postvak.list(TAALSCHOOL, { places: ['klaargezet'] });
    expect(open.items.map(({ volgnummer }) => volgnummer)).not.toContain(3);
    const until = await postvak.list(TAALSCHOOL, { until: secondsLater(2).toISOString() });
    expect(until.items.map(({ volgnummer }) => volgnummer)).toEqual([1]);
  });

  it('keeps the order of a zaak, also when the clock of the next machine is behind', async () => {
    const postvak = createPostvak(table);
    const first = item(1, secondsLater(60));
    const second = item(2, NOW, {}, [first]);
    await postvak.put([second, first]);
    const { items } = await postvak.list(TAALSCHOOL);
    expect(items.map(({ volgnummer }) => volgnummer)).toEqual([1, 2]);
  });
});

describe('a lane that waits', () => {
  it('is read with its messages and listed when it is due, until it is free', async () => {
    const lanes = createLanes(table);
    await createPostvak(table).put([item(1, NOW)]);
    const lane = {
      kanaal: TAALSCHOOL,
      zaakId: ZAAK,
      abonnementId: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      volgnummer: 1,
      pogingen: 3,
      from: secondsLater(600).toISOString(),
      gepland: secondsLater(600).toISOString(),
      gereserveerd: true,
    };
    await lanes.wait(lane);
    const entry = await lanes.read(TAALSCHOOL, ZAAK);
    expect(entry.baan).toEqual(lane);
    expect(entry.items.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    expect(await lanes.waiting(secondsLater(599).toISOString())).toEqual([]);
    expect(await lanes.waiting(secondsLater(600).toISOString())).toEqual([
      { kanaal: TAALSCHOOL, zaakId: ZAAK, from: lane.from, abonnementId: lane.abonnementId },
    ]);

    await lanes.advance(lane, NOW);
    expect((await lanes.read(TAALSCHOOL, ZAAK)).baan).toEqual({
      ...lane,
      from: NOW.toISOString(),
      gereserveerd: false,
    });
    await lanes.free(lane);
    await lanes.advance(lane, NOW);
    expect(await lanes.waiting()).toEqual([]);
    expect((await lanes.read(TAALSCHOOL, ZAAK)).baan).toBeUndefined();
  });

  it('goes on when its receiver answers again, and not before the moment that this receiver asked for', async () => {
    const lanes = createLanes(table);
    const [asked, later] = [secondsLater(60).toISOString(), secondsLater(600).toISOString()];
    const lane = {
      kanaal: TAALSCHOOL,
      zaakId: ZAAK,
      abonnementId: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
      volgnummer: 1,
      pogingen: 3,
      from: later,
      gepland: later,
      gereserveerd: false,
    };
    await lanes.wait(lane);
    const [before] = await lanes.waiting();
    if (before === undefined) throw new Error('no lane waits');
    await lanes.wait({ ...lane, nietVoor: asked });
    // What the list showed before that is no reason to forget what was asked.
    await lanes.advanceAsAsked(before, NOW);
    expect((await lanes.read(TAALSCHOOL, ZAAK)).baan).toEqual({ ...lane, nietVoor: asked });

    const [shown] = await lanes.waiting();
    if (shown === undefined) throw new Error('no lane waits');
    expect(await lanes.advanceAsAsked(shown, NOW)).toBe(asked);
    expect((await lanes.read(TAALSCHOOL, ZAAK)).baan).toEqual({ ...lane, nietVoor: asked, from: asked });
    const [again] = await lanes.waiting();
    if (again !== undefined) expect(await lanes.advanceAsAsked(again, NOW)).toBe(asked);

    // Its partner ends what the receiver asked.
    await lanes.advance(lane, NOW);
    expect((await lanes.read(TAALSCHOOL, ZAAK)).baan).toEqual({ ...lane, from: NOW.toISOString() });
    expect(await lanes.waiting()).toEqual([{ kanaal: TAALSCHOOL, zaakId: ZAAK, from: NOW.toISOString() }]);
  });
});

describe('the doors of a partner', () => {
  const abonnement = (id: string, createdAt: string): Abonnement => ({
    id,
    status: 'actief',
    sink: 'https://school.example/hook',
    types: [],
    filters: [],
    geheimen: [{ versleuteld: 'v1.x' }],
    aangemaaktOp: createdAt,
    versie: 1,
  });

  it('are its queue until it chooses another, and its abonnementen oldest first', async () => {
    const kanalen = createKanalen(table);
    expect(await kanalen.settings(TAALSCHOOL)).toEqual({ basisdeur: 'wachtrij', abonnementen: [] });
    await kanalen.chooseBaseDoor(TAALSCHOOL, 'ophalen');
    await kanalen.create(TAALSCHOOL, abonnement('b', secondsLater(2).toISOString()));
    await kanalen.create(TAALSCHOOL, abonnement('a', secondsLater(3).toISOString()));
    const settingsOf = await kanalen.settingsOfAll([TAALSCHOOL, '0907/intos', '1734/intos']);
    expect(settingsOf(TAALSCHOOL)).toEqual(await kanalen.settings(TAALSCHOOL));
    expect(settingsOf(TAALSCHOOL).abonnementen.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(settingsOf(TAALSCHOOL).basisdeur).toBe('ophalen');
    expect(settingsOf('0907/intos')).toEqual({ basisdeur: 'wachtrij', abonnementen: [] });
  });

  it('let a writer change or end an abonnement only from its latest version', async () => {
    const kanalen = createKanalen(table);
    const first = abonnement('a', NOW.toISOString());
    await kanalen.create(TAALSCHOOL, first);
    const changed = await kanalen.change(TAALSCHOOL, first, { status: 'gepauzeerd' });
    expect(changed).toMatchObject({ status: 'gepauzeerd', versie: 2 });
    expect(await kanalen.change(TAALSCHOOL, first, { status: 'gestopt' })).toBeUndefined();
    expect(await kanalen.abonnement(TAALSCHOOL, 'a')).toEqual(changed);
    expect(changed && (await kanalen.remove(TAALSCHOOL, changed, NOW))).toBe(true);
    expect(await kanalen.abonnement(TAALSCHOOL, 'a')).toBeUndefined();
    const [remaining] = (await table.partition('KANAAL#0907')).filter(({ sk }) => sk.includes('ABONNEMENT'));
    expect(remaining).not.toHaveProperty('inhoud');
  });

  it('have states that only a writer that read the latest value may write', async () => {
    const kanalen = createKanalen(table);
    expect(await kanalen.state('a', 'TEMPO')).toBeUndefined();
    expect(await kanalen.putState('a', 'TEMPO', { tot: 1 }, undefined)).toBe(true);
    expect(await kanalen.putState('a', 'TEMPO', { tot: 2 }, undefined)).toBe(false);
    const current = await kanalen.state<{ tot: number }>('a', 'TEMPO');
    expect(await kanalen.putState('a', 'TEMPO', { tot: 3 }, current)).toBe(true);
    expect(await kanalen.putState('a', 'TEMPO', { tot: 4 }, current)).toBe(false);
    expect((await kanalen.state('a', 'TEMPO'))?.waarde).toEqual({ tot: 3 });
  });

  it('have a timeline of their own, oldest first', async () => {
    const kanalen = createKanalen(table);
    const lines = [secondsLater(2), secondsLater(1)].map((moment) => ({
      tijdstip: moment.toISOString(),
      naam: 'gepauzeerd',
      door: 'taalschool-0907',
      gegevens: { velden: ['status'] },
    }));
    for (const line of lines) await kanalen.record('a', line);
    expect(await kanalen.tijdlijn('a')).toEqual(lines.toReversed());
  });
});

describe('messages that version 0.1.0 put among the commits of their zaak', () => {
  it('are moved whole, once, and out of every list of before', async () => {
    const postvak = createPostvak(table);
    const lanes = createLanes(table);
    await postvak.put([item(1, NOW), item(2, NOW)]);
    await lanes.wait({
      kanaal: TAALSCHOOL,
      zaakId: ZAAK,
      volgnummer: 1,
      pogingen: 2,
      from: secondsLater(60).toISOString(),
      gepland: secondsLater(60).toISOString(),
      abonnementId: 'a',
      gereserveerd: true,
    });
    const items = await table.partition(`POSTVAK#${ZAAK}`);
    await putBackAsBefore(items);
    const old = await table.partition(`ZAAK#${PARTNER_ZAAK}`);
    const ordered: string[] = [];
    const order = async ({ partner }: { readonly partner: string }) => {
      ordered.push(partner);
    };
    expect(await movePost(table, old, NOW, order)).toBe(true);
    expect(ordered).toEqual([TAALSCHOOL]);
    const fresh = await table.partition(`POSTVAK#${PARTNER_ZAAK}`);
    expect(fresh).toEqual(old.map((one) => ({ ...one, pk: `POSTVAK#${PARTNER_ZAAK}` })));
    for (const status of [`POST#${TAALSCHOOL}#klaargezet`, 'BAAN']) {
      const { items: listed } = await table.perStatus(status);
      expect(listed.filter(({ pk }) => pk.startsWith('ZAAK#'))).toEqual([]);
    }
    // Who read them before moves nothing once more, and the marks are no messages.
    expect(await movePost(table, old, NOW, order)).toBe(false);
    expect(await table.partition(`POSTVAK#${PARTNER_ZAAK}`)).toEqual(fresh);
    expect((await postOfZaak(table, PARTNER_ZAAK)).map(({ volgnummer }) => volgnummer)).toEqual([1, 2]);
  });
});
