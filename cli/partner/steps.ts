import { sign } from '../../adapters/egress/signature.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import { DAY_MS } from '../../contracts/time.ts';
import { berichtWithUnknown, largeBericht, ordinaryBericht, type TrialMessage } from './messages.ts';

/** The rehearsal as data: what is sent, and what the receiver should do with it. */

/** One request: what it says, and how it is signed at the moment that it goes. */
export interface Shipment {
  readonly bericht: TrialMessage;
  readonly headers: (now: Date) => Readonly<Record<string, string>>;
}

export interface Step {
  readonly naam: string;
  readonly titel: string;
  readonly verwacht: 'aannemen' | 'weigeren';
  readonly shipments: readonly Shipment[];
  /** What cannot be seen from outside, for the partner to look up. */
  readonly nakijken?: string;
}

export interface Drill {
  readonly rol: Partnerrol;
  readonly geheim: string;
  /** Another secret, as in the middle of a rotation, or of somebody who pretends to be the hub. */
  readonly otherSecret: string;
  /** A new zaakId every time. */
  readonly newZaak: () => string;
  readonly now: Date;
}

const TEN_MINUTES_MS = 600_000;
const VERSION_OF_LATER = `v1a,${Buffer.alloc(64).toString('base64')}`;

const shifted = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

/** Every step after the handshake, in the order in which they are taken. */
export const createSteps = ({ rol, geheim, otherSecret, newZaak, now }: Drill): readonly Step[] => {
  const good = (bericht: TrialMessage, secrets: readonly string[] = [geheim], besideMs = 0): Shipment => ({
    bericht,
    headers: (moment) => sign(bericht.id, bericht.body, secrets, shifted(moment, besideMs)),
  });
  const zaak = newZaak();
  const gemeld = (zaakId = newZaak()) =>
    ordinaryBericht(rol, { soort: 'gemeld', zaakId, volgnummer: 1, tijd: now });

  const first = gemeld(zaak);
  const vervallen = ordinaryBericht(rol, { soort: 'vervallen', zaakId: zaak, volgnummer: 2, tijd: now });
  const erased = newZaak();
  const gewist = ordinaryBericht(rol, { soort: 'gewist', zaakId: erased, volgnummer: 2, tijd: now });
  const tangle = newZaak();
  const after = ordinaryBericht(rol, { soort: 'gewijzigd', zaakId: tangle, volgnummer: 2, tijd: now });
  const letOne = ordinaryBericht(rol, {
    soort: 'gemeld',
    zaakId: newZaak(),
    volgnummer: 1,
    tijd: shifted(now, -89 * DAY_MS),
  });
  const forged = gemeld();
  const changed = gemeld();
  const bare = gemeld();
  const old = gemeld();
  const future = gemeld();

  return [
    { naam: 'gewoon', titel: 'Een gewoon bericht', verwacht: 'aannemen', shipments: [good(first)] },
    {
      naam: 'dubbel',
      titel: 'Hetzelfde bericht nog eens',
      verwacht: 'aannemen',
      shipments: [good(first)],
      nakijken: `Bericht ${first.id} staat er één keer, al kwam het twee keer.`,
    },
    {
      naam: 'vervallen',
      titel: 'De inburgeraar komt toch niet',
      verwacht: 'aannemen',
      shipments: [good(vervallen)],
      nakijken: `Zaak ${zaak} is bij u vervallen: u belt deze inburgeraar niet meer.`,
    },
    {
      naam: 'gewist',
      titel: 'De inburgeraar wordt gewist',
      verwacht: 'aannemen',
      shipments: [good(gemeld(erased)), good(gewist)],
      nakijken: `Van zaak ${erased} staat bij u nergens meer iets, ook niet het nummer.`,
    },
    {
      naam: 'volgorde',
      titel: 'Volgnummer 2 komt voor volgnummer 1',
      verwacht: 'aannemen',
      shipments: [good(after), good(gemeld(tangle))],
      nakijken: `Zaak ${tangle}: u toont de gegevens van volgnummer 2, al kwam 1 als laatste.`,
    },
    {
      naam: 'laat',
      titel: 'Een bericht van drie maanden oud, opnieuw geleverd',
      verwacht: 'aannemen',
      shipments: [good(letOne)],
    },
    {
      naam: 'wissel',
      titel: 'Wissel van geheim: twee handtekeningen',
      verwacht: 'aannemen',
      shipments: [good(gemeld(), [otherSecret, geheim]), good(gemeld(), [geheim, otherSecret])],
    },
    {
      naam: 'handtekeningversie',
      titel: 'Een handtekening van een versie die u niet kent, naast een gewone',
      verwacht: 'aannemen',
      shipments: [
        ((bericht): Shipment => ({
          bericht,
          headers: (moment) => {
            const headers = sign(bericht.id, bericht.body, [geheim], moment);
            return { ...headers, 'webhook-signature': `${VERSION_OF_LATER} ${headers['webhook-signature']}` };
          },
        }))(gemeld()),
      ],
    },
    {
      naam: 'groot',
      titel: 'Een bericht van 64 kB',
      verwacht: 'aannemen',
      shipments: [good(largeBericht(rol, { soort: 'gemeld', zaakId: newZaak(), volgnummer: 1, tijd: now }))],
    },
    {
      naam: 'onbekend',
      titel: 'Een attribuut en een veld die u nog niet kent',
      verwacht: 'aannemen',
      shipments: [
        good(berichtWithUnknown(rol, { soort: 'gemeld', zaakId: newZaak(), volgnummer: 1, tijd: now })),
      ],
    },
    {
      naam: 'vervalst',
      titel: 'Een handtekening met een ander geheim',
      verwacht: 'weigeren',
      shipments: [good(forged, [otherSecret])],
    },
    {
      naam: 'veranderd',
      titel: 'Een inhoud die onderweg veranderd is',
      verwacht: 'weigeren',
      shipments: [
        {
          bericht: { ...changed, body: Buffer.concat([changed.body, Buffer.from(' ')]) },
          headers: (moment) => sign(changed.id, changed.body, [geheim], moment),
        },
      ],
    },
    {
      naam: 'kaal',
      titel: 'Geen handtekening',
      verwacht: 'weigeren',
      shipments: [{ bericht: bare, headers: () => ({}) }],
    },
    {
      naam: 'verlopen',
      titel: 'Een handtekening van tien minuten geleden',
      verwacht: 'weigeren',
      shipments: [good(old, [geheim], -TEN_MINUTES_MS)],
    },
    {
      naam: 'toekomst',
      titel: 'Een handtekening van over tien minuten',
      verwacht: 'weigeren',
      shipments: [good(future, [geheim], TEN_MINUTES_MS)],
    },
    {
      naam: 'daarna',
      titel: 'Na al die weigeringen weer een gewoon bericht',
      verwacht: 'aannemen',
      shipments: [good(gemeld())],
    },
  ];
};
