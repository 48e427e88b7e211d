import { describe, expect, it } from 'vitest';
import { maakFeeds } from '../../../../adapters/post/feeds.ts';
import { BERICHTTYPE_GEMELD, BERICHTTYPE_GEWIJZIGD } from '../../../../contracts/partnerberichten.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { REASONS } from '../../../../domain/delivery/reasons.ts';
import { MAX_POGINGEN } from '../../../../domain/delivery/schedule.ts';
import { verwerkOpdrachten } from '../../../../functions/webhook/verwerk.ts';
import { KANAAL, MINUUT, SECONDE, status, UUR, type WebhookHub, webhookHub, zaak } from './hulp.ts';

const wijzig = async (hub: WebhookHub, wijziging: Partial<Abonnement>): Promise<void> => {
  const nu = await hub.huidig();
  if (nu === undefined) throw new Error('geen abonnement');
  await hub.kanalen.wijzig(KANAAL, nu, wijziging);
};
const verwijder = async (hub: WebhookHub): Promise<void> => {
  const nu = await hub.huidig();
  if (nu !== undefined) await hub.kanalen.verwijder(KANAAL, nu, new Date(hub.klok.nu));
};
const heelKanaal = { soort: 'kanaal', kanaal: KANAAL } as const;
const nummers = (rij: readonly { readonly volgnummer: number }[]) => rij.map(({ volgnummer }) => volgnummer);

describe('the door of a message', () => {
  it('is chosen when it is delivered: what lies ready moves along when its partner changes doors', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(500);
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    await hub.verstrijkt(MINUUT);
    expect(await hub.plekken(1)).toEqual(['klaargezet', 'klaargezet']);

    await verwijder(hub);
    await hub.bied(heelKanaal);
    await hub.verstrijkt(10 * MINUUT);
    expect(nummers(hub.naarWachtrij)).toEqual([1, 2]);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd']);
    expect(await hub.banen.wachtende()).toEqual([]);
  });

  it('that fetches for itself leaves everything lying ready, and nothing goes round for it', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(500);
    await hub.leg(1, 1);
    await hub.verstrijkt(MINUUT);
    await hub.kanalen.kiesBasisdeur(KANAAL, 'ophalen');
    await verwijder(hub);
    await hub.bied(heelKanaal);
    await hub.verstrijkt(100 * UUR);
    expect(await hub.plekken(1)).toEqual(['klaargezet']);
    expect(hub.oproepen).toHaveLength(2);
    expect(hub.naarWachtrij).toEqual([]);
    expect(await hub.banen.wachtende()).toEqual([]);
    expect(hub.rij()).toEqual([]);
  });

  it('that fetches sees what was parked too, once something else of that zaak goes out', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(422);
    await hub.leg(1, 1);
    await hub.verstrijkt(100 * UUR);
    expect(await hub.plekken(1)).toEqual(['geparkeerd']);
    await hub.kanalen.kiesBasisdeur(KANAAL, 'ophalen');
    await verwijder(hub);
    await hub.leg(1, 2);
    await hub.verstrijkt(0);
    expect(await hub.plekken(1)).toEqual(['klaargezet', 'klaargezet']);
    // A reader whose cursor is past it must look again.
    expect(await maakFeeds(hub.tabel).herzienOp(KANAAL)).toBe(new Date(hub.klok.nu).toISOString());
  });

  it('that fetches is looked at from the start by who has a cursor, once what was parked lies ready', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(422);
    await hub.leg(1, 1);
    await hub.verstrijkt(100 * UUR);
    await hub.kanalen.kiesBasisdeur(KANAAL, 'ophalen');
    await verwijder(hub);
    await hub.bied(heelKanaal);
    await hub.verstrijkt(0);
    expect(await hub.plekken(1)).toEqual(['klaargezet']);
    expect(await maakFeeds(hub.tabel).herzienOp(KANAAL)).toBe(new Date(hub.klok.nu).toISOString());
  });

  it('may be another for each type; a zaak keeps its order', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPE_GEWIJZIGD] });
    hub.opstelling.antwoord = ({ op }) => status(op < MINUUT ? 500 : 200);
    await hub.leg(1, 1, BERICHTTYPE_GEMELD);
    await hub.leg(1, 2, BERICHTTYPE_GEWIJZIGD);
    await hub.leg(1, 3, BERICHTTYPE_GEMELD);
    await hub.draai();
    expect(nummers(hub.naarWachtrij)).toEqual([1]);
    await hub.verstrijkt(UUR);
    expect(nummers(hub.naarWachtrij)).toEqual([1, 3]);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it.each(['gepauzeerd', 'wacht-op-verificatie'] as const)(
    'of an abonnement that is %s keeps or passes on, and forgets nothing',
    async (stand) => {
      const hub = await webhookHub({ status: stand });
      await hub.leg(1, 1);
      await hub.verstrijkt(100 * UUR);
      expect(hub.oproepen).toEqual([]);
      if (stand === 'gepauzeerd') {
        expect(await hub.plekken(1)).toEqual(['klaargezet']);
        await wijzig(hub, { status: 'actief' });
        await hub.bied(heelKanaal);
        await hub.verstrijkt(0);
        expect(hub.oproepen).toHaveLength(1);
      } else {
        expect(nummers(hub.naarWachtrij)).toEqual([1]);
      }
      expect(await hub.plekken(1)).toEqual(['bezorgd']);
    },
  );

  it('that is another receiver begins the schedule anew', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(422);
    await hub.leg(1, 1);
    await hub.verstrijkt(40 * UUR);
    const ander = { ...hub.abonnement, id: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f' };
    const geheimen = [{ versleuteld: hub.versleuteling.versleutel(hub.geheim, ander.id) }];
    await hub.kanalen.maak(KANAAL, { ...ander, geheimen, sink: 'https://ander.example/' });
    await verwijder(hub);
    await hub.bied(heelKanaal);
    hub.oproepen.splice(0);
    const begin = hub.klok.nu;
    await hub.verstrijkt(MINUUT);
    expect(hub.oproepen.map(({ verzoek }) => verzoek.url)).toEqual([
      'https://ander.example/',
      'https://ander.example/',
    ]);
    expect((await hub.banen.wachtende())[0]?.vanaf).toBe(
      new Date(begin + 5 * SECONDE + 5 * MINUUT).toISOString(),
    );
  });

  it('that closes halfway keeps the rest, from a second later', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = async ({ id = '' }) => {
      if (id.endsWith('0002')) await wijzig(hub, { status: 'gepauzeerd' });
      hub.klok.nu += 600;
      return status(200);
    };
    for (const volgnummer of [1, 2, 3, 4]) await hub.leg(1, volgnummer);
    await hub.verstrijkt(UUR);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd', 'klaargezet', 'klaargezet']);
  });

  it('that gave up on a message does not hold up those of the same zaak for another receiver', async () => {
    const hub = await webhookHub({ types: [BERICHTTYPE_GEMELD] });
    const id = '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9f';
    const geheimen = [{ versleuteld: hub.versleuteling.versleutel(hub.geheim, id) }];
    const sink = 'https://ander.example/';
    await hub.kanalen.maak(KANAAL, { ...hub.abonnement, id, types: [BERICHTTYPE_GEWIJZIGD], sink, geheimen });
    hub.opstelling.antwoord = () => status(422);
    await hub.leg(1, 1, BERICHTTYPE_GEMELD);
    await hub.leg(1, 2, BERICHTTYPE_GEWIJZIGD);
    await hub.verstrijkt(200 * UUR);
    expect(await hub.plekken(1)).toEqual(['geparkeerd', 'geparkeerd']);
    for (const url of [hub.abonnement.sink, sink]) {
      expect(hub.oproepen.filter(({ verzoek }) => verzoek.url === url)).toHaveLength(MAX_POGINGEN);
    }
  });

  it.each([
    ['waits', 3],
    ['is parked', MAX_POGINGEN],
  ])('that changes during the try after which a message %s has it at once', async (_, bij) => {
    const hub = await webhookHub();
    const nieuweSink = 'https://nieuw.example/';
    hub.opstelling.antwoord = async ({ verzoek }) => {
      if (verzoek.url === nieuweSink) return status(200);
      if (hub.oproepen.length === bij) {
        await wijzig(hub, { sink: nieuweSink });
        // Another invocation carries this out while the answer is on its way.
        const record = { messageId: 'm', receiptHandle: 'm', body: JSON.stringify(heelKanaal) };
        const attributes = { ApproximateReceiveCount: '1' };
        await verwerkOpdrachten(
          hub.afhankelijkheden,
          { Records: [{ ...record, attributes } as never] },
          () => 120_000,
        );
      }
      return status(422);
    };
    await hub.leg(1, 1);
    await hub.verstrijkt(200 * UUR);
    expect(await hub.plekken(1)).toEqual(['bezorgd']);
    const [laatste, nieuw] = hub.oproepen.slice(-2);
    expect(nieuw?.verzoek.url).toBe(nieuweSink);
    expect(nieuw?.op).toBe(laatste?.op);
  });

  it('of which the message was parked may have it again once its partner changes something', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(500);
    await hub.leg(1, 1);
    await hub.verstrijkt(90 * UUR);
    expect(await hub.plekken(1)).toEqual(['geparkeerd']);
    hub.opstelling.antwoord = () => status(200);
    await hub.bied({ ...heelKanaal, hersteld: true });
    await hub.verstrijkt(UUR);
    expect(await hub.plekken(1)).toEqual(['geparkeerd']);
    await hub.bied(heelKanaal);
    await hub.verstrijkt(UUR);
    expect(await hub.plekken(1)).toEqual(['bezorgd']);
  });
});

describe('a lane', () => {
  it('is worked on once, however many orders there are for it', async () => {
    const hub = await webhookHub();
    await hub.leg(1, 1);
    for (let keer = 0; keer < 8; keer++) await hub.bied({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    await hub.verstrijkt(0);
    expect(hub.oproepen).toHaveLength(1);
    expect(hub.rij()).toEqual([]);
  });

  it('goes on in the next invocation when the time is up, in order', async () => {
    const hub = await webhookHub();
    hub.opstelling.resterendMs = 60_000;
    hub.opstelling.antwoord = () => {
      hub.klok.nu += 15 * SECONDE;
      return status(200);
    };
    for (let volgnummer = 1; volgnummer <= 7; volgnummer++) await hub.leg(1, volgnummer);
    await hub.draai();
    expect(hub.oproepen.map(({ id }) => Number(id?.slice(-4)))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(hub.rij()).toEqual([]);
  });

  it('counts the tries of each message by itself, also when the time is up in between', async () => {
    const hub = await webhookHub();
    hub.opstelling.resterendMs = 30_000;
    hub.opstelling.antwoord = ({ id = '' }) => {
      if (id.endsWith('0002') || hub.oproepen.length < MAX_POGINGEN) return status(422);
      hub.klok.nu += 15 * SECONDE;
      return status(200);
    };
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    await hub.verstrijkt(80 * UUR);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'klaargezet']);
    await hub.verstrijkt(80 * UUR);
    expect(hub.oproepen.filter(({ id }) => id?.endsWith('0002'))).toHaveLength(MAX_POGINGEN);
  });

  it('of which another has a message in hand waits for that one, and takes it over when that died', async () => {
    const hub = await webhookHub();
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    const [eerste] = await hub.stukken(1);
    if (eerste === undefined) throw new Error('geen stuk');
    const nu = new Date(hub.klok.nu);
    await hub.postvak.claim(eerste, 'wachtrij', new Date(hub.klok.nu + 2 * MINUUT), nu);
    await hub.verstrijkt(MINUUT);
    expect(hub.oproepen).toEqual([]);
    await hub.verstrijkt(2 * MINUUT);
    expect(hub.oproepen.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002']);
  });

  it('that fell after the receiver answered is sent again under the same id, and nothing overtakes it', async () => {
    const hub = await webhookHub();
    const { wijzig: echt } = hub.tabel;
    let gevallen = false;
    hub.tabel.wijzig = async (sleutel, wijziging, ...rest) => {
      if (!gevallen && wijziging['plek'] === 'bezorgd') {
        gevallen = true;
        throw new Error('weg');
      }
      return echt(sleutel, wijziging, ...rest);
    };
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    await hub.verstrijkt(10 * MINUUT);
    expect(hub.oproepen.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0001', '0002']);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('whose order came to two invocations at once is delivered by one of them', async () => {
    const hub = await webhookHub();
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    const body = JSON.stringify({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
    const record = { messageId: 'm', receiptHandle: 'm', body, attributes: { ApproximateReceiveCount: '1' } };
    const draai = () =>
      verwerkOpdrachten(hub.afhankelijkheden, { Records: [record as never] }, () => 120_000);
    await Promise.all([draai(), draai(), draai()]);
    await hub.verstrijkt(10 * MINUUT);
    expect(hub.oproepen.map(({ id }) => id?.slice(-4))).toEqual(['0001', '0002']);
  });

  it('that was left by a door that died lies ready again for a partner that fetches', async () => {
    const hub = await webhookHub({ status: 'wacht-op-verificatie' });
    await hub.kanalen.kiesBasisdeur(KANAAL, 'ophalen');
    await hub.leg(1, 1);
    const [eerste] = await hub.stukken(1);
    if (eerste === undefined) throw new Error('geen stuk');
    await hub.postvak.claim(eerste, 'webhook', new Date(hub.klok.nu - 1), new Date(hub.klok.nu - 2));
    expect(await hub.plekken(1)).toEqual(['bezig']);
    await hub.draai();
    expect(await hub.plekken(1)).toEqual(['klaargezet']);
  });

  it('with a partner’s queue that refuses stays as it was, and comes again', async () => {
    let weigert = true;
    const verstuurd: number[] = [];
    const hub = await webhookHub(
      { status: 'wacht-op-verificatie' },
      {
        partnerwachtrijen: {
          verstuur: async (stukken) => {
            if (weigert) return { failed: new Set(stukken), refused: new Set() };
            verstuurd.push(...nummers(stukken));
            return { failed: new Set(), refused: new Set() };
          },
        },
      },
    );
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    await hub.draai();
    expect(await hub.plekken(1)).toEqual(['klaargezet', 'klaargezet']);
    weigert = false;
    await hub.verstrijkt(10 * MINUUT);
    expect(verstuurd).toEqual([1, 2]);
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd']);
  });

  it('with content that a partner’s queue never takes is parked with its reason, and holds up nothing', async () => {
    const tried: string[] = [];
    const hub = await webhookHub(
      { status: 'wacht-op-verificatie' },
      {
        partnerwachtrijen: {
          verstuur: async (stukken) => {
            tried.push(
              ...stukken.map(({ zaakId, volgnummer }) => `${zaakId === zaak(1) ? 1 : 2}.${volgnummer}`),
            );
            const refused = stukken.filter(
              ({ zaakId, volgnummer }) => zaakId === zaak(1) && volgnummer === 1,
            );
            return { failed: new Set(), refused: new Set(refused) };
          },
        },
      },
    );
    await hub.leg(1, 1);
    await hub.leg(1, 2);
    await hub.leg(2, 1);
    await hub.verstrijkt(UUR);
    expect(await hub.plekken(1)).toEqual(['geparkeerd', 'bezorgd']);
    expect((await hub.stukken(1))[0]).toMatchObject({ reden: REASONS.refused, tekst: expect.any(String) });
    expect(await hub.plekken(2)).toEqual(['bezorgd']);
    // Not tried again because something newer comes, only when its doors change or it is asked for.
    await hub.leg(1, 3);
    await hub.verstrijkt(UUR);
    expect(tried.toSorted()).toEqual(['1.1', '1.2', '1.3', '2.1']);
    await hub.bied({ soort: 'kanaal', kanaal: KANAAL });
    await hub.verstrijkt(UUR);
    expect(tried.filter((one) => one === '1.1')).toHaveLength(2);
    expect((await hub.stukken(1))[0]).toMatchObject({ plek: 'geparkeerd', reden: REASONS.refused });
  });
});

describe('an order', () => {
  it('that fails for a reason of the hub itself comes again soon, and holds no other up', async () => {
    const hub = await webhookHub();
    let stuk = true;
    const { wijzig: echt } = hub.tabel;
    hub.tabel.wijzig = async (sleutel, ...rest) => {
      if (stuk && sleutel.pk === `ZAAK#${zaak(1)}`) throw new Error('ProvisionedThroughputExceeded');
      return echt(sleutel, ...rest);
    };
    await hub.leg(1, 1);
    await hub.leg(2, 1);
    await hub.draai();
    expect(await hub.plekken(1)).toEqual(['klaargezet']);
    expect(await hub.plekken(2)).toEqual(['bezorgd']);
    stuk = false;
    await hub.verstrijkt(MINUUT);
    expect(await hub.plekken(1)).toEqual(['bezorgd']);
  });

  it('that cannot be read, or cannot be put off, stays on the queue', async () => {
    const hub = await webhookHub(
      {},
      {
        bezorgwachtrij: {
          bied: async () => undefined,
          stelUit: () => Promise.reject(new Error('te druk')),
        },
      },
    );
    hub.opstelling.antwoord = () => status(500);
    await hub.leg(1, 1);
    const record = (messageId: string, body: string) =>
      ({ messageId, receiptHandle: messageId, body, attributes: { ApproximateReceiveCount: '1' } }) as never;
    const uitkomst = await verwerkOpdrachten(
      hub.afhankelijkheden,
      {
        Records: [
          record('een', '{"soort":"baan"'),
          record('twee', '{"soort":"iets"}'),
          record('drie', JSON.stringify({ soort: 'baan', kanaal: '9998/niemand', zaakId: zaak(1) })),
          record('vier', JSON.stringify({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) })),
        ],
      },
      () => 120_000,
    );
    expect(uitkomst.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'een',
      'twee',
      'drie',
      'vier',
    ]);
  });
});
