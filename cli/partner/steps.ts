import { onderteken } from '../../adapters/uitgaand/handtekening.ts';
import type { Partnerrol } from '../../contracts/partnerberichten.ts';
import { berichtMetOnbekends, gewoonBericht, grootBericht, type Proefbericht } from './messages.ts';

/** The rehearsal as data: what is sent, and what the receiver should do with it. */

/** One request: what it says, and how it is signed at the moment that it goes. */
export interface Zending {
  readonly bericht: Proefbericht;
  readonly koppen: (nu: Date) => Readonly<Record<string, string>>;
}

export interface Stap {
  readonly naam: string;
  readonly titel: string;
  readonly verwacht: 'aannemen' | 'weigeren';
  readonly zendingen: readonly Zending[];
  /** What cannot be seen from outside, for the partner to look up. */
  readonly nakijken?: string;
}

export interface Oefening {
  readonly rol: Partnerrol;
  readonly geheim: string;
  /** Another secret, as in the middle of a rotation, or of somebody who pretends to be the hub. */
  readonly anderGeheim: string;
  /** A new zaakId every time. */
  readonly nieuweZaak: () => string;
  readonly nu: Date;
}

const DAG_MS = 86_400_000;
const TIEN_MINUTEN_MS = 600_000;
const VERSIE_VAN_LATER = `v1a,${Buffer.alloc(64).toString('base64')}`;

const verschoven = (nu: Date, ms: number): Date => new Date(nu.getTime() + ms);

/** Every step after the handshake, in the order in which they are taken. */
export const maakStappen = ({ rol, geheim, anderGeheim, nieuweZaak, nu }: Oefening): readonly Stap[] => {
  const goed = (bericht: Proefbericht, geheimen: readonly string[] = [geheim], naastMs = 0): Zending => ({
    bericht,
    koppen: (moment) => onderteken(bericht.id, bericht.body, geheimen, verschoven(moment, naastMs)),
  });
  const zaak = nieuweZaak();
  const gemeld = (zaakId = nieuweZaak()) =>
    gewoonBericht(rol, { soort: 'gemeld', zaakId, volgnummer: 1, tijd: nu });

  const eerste = gemeld(zaak);
  const vervallen = gewoonBericht(rol, { soort: 'vervallen', zaakId: zaak, volgnummer: 2, tijd: nu });
  const kluwen = nieuweZaak();
  const na = gewoonBericht(rol, { soort: 'gewijzigd', zaakId: kluwen, volgnummer: 2, tijd: nu });
  const laat = gewoonBericht(rol, {
    soort: 'gemeld',
    zaakId: nieuweZaak(),
    volgnummer: 1,
    tijd: verschoven(nu, -89 * DAG_MS),
  });
  const vervalst = gemeld();
  const veranderd = gemeld();
  const kaal = gemeld();
  const oud = gemeld();
  const toekomstig = gemeld();

  return [
    { naam: 'gewoon', titel: 'Een gewoon bericht', verwacht: 'aannemen', zendingen: [goed(eerste)] },
    {
      naam: 'dubbel',
      titel: 'Hetzelfde bericht nog eens',
      verwacht: 'aannemen',
      zendingen: [goed(eerste)],
      nakijken: `Bericht ${eerste.id} staat er één keer, al kwam het twee keer.`,
    },
    {
      naam: 'vervallen',
      titel: 'De inburgeraar komt toch niet',
      verwacht: 'aannemen',
      zendingen: [goed(vervallen)],
      nakijken: `Zaak ${zaak} is bij u vervallen: u belt deze inburgeraar niet meer.`,
    },
    {
      naam: 'volgorde',
      titel: 'Volgnummer 2 komt voor volgnummer 1',
      verwacht: 'aannemen',
      zendingen: [goed(na), goed(gemeld(kluwen))],
      nakijken: `Zaak ${kluwen}: u toont de gegevens van volgnummer 2, al kwam 1 als laatste.`,
    },
    {
      naam: 'laat',
      titel: 'Een bericht van drie maanden oud, opnieuw geleverd',
      verwacht: 'aannemen',
      zendingen: [goed(laat)],
    },
    {
      naam: 'wissel',
      titel: 'Wissel van geheim: twee handtekeningen',
      verwacht: 'aannemen',
      zendingen: [goed(gemeld(), [anderGeheim, geheim]), goed(gemeld(), [geheim, anderGeheim])],
    },
    {
      naam: 'handtekeningversie',
      titel: 'Een handtekening van een versie die u niet kent, naast een gewone',
      verwacht: 'aannemen',
      zendingen: [
        ((bericht): Zending => ({
          bericht,
          koppen: (moment) => {
            const koppen = onderteken(bericht.id, bericht.body, [geheim], moment);
            return { ...koppen, 'webhook-signature': `${VERSIE_VAN_LATER} ${koppen['webhook-signature']}` };
          },
        }))(gemeld()),
      ],
    },
    {
      naam: 'groot',
      titel: 'Een bericht van 64 kB',
      verwacht: 'aannemen',
      zendingen: [
        goed(grootBericht(rol, { soort: 'gemeld', zaakId: nieuweZaak(), volgnummer: 1, tijd: nu })),
      ],
    },
    {
      naam: 'onbekend',
      titel: 'Een attribuut en een veld die u nog niet kent',
      verwacht: 'aannemen',
      zendingen: [
        goed(berichtMetOnbekends(rol, { soort: 'gemeld', zaakId: nieuweZaak(), volgnummer: 1, tijd: nu })),
      ],
    },
    {
      naam: 'vervalst',
      titel: 'Een handtekening met een ander geheim',
      verwacht: 'weigeren',
      zendingen: [goed(vervalst, [anderGeheim])],
    },
    {
      naam: 'veranderd',
      titel: 'Een inhoud die onderweg veranderd is',
      verwacht: 'weigeren',
      zendingen: [
        {
          bericht: { ...veranderd, body: Buffer.concat([veranderd.body, Buffer.from(' ')]) },
          koppen: (moment) => onderteken(veranderd.id, veranderd.body, [geheim], moment),
        },
      ],
    },
    {
      naam: 'kaal',
      titel: 'Geen handtekening',
      verwacht: 'weigeren',
      zendingen: [{ bericht: kaal, koppen: () => ({}) }],
    },
    {
      naam: 'verlopen',
      titel: 'Een handtekening van tien minuten geleden',
      verwacht: 'weigeren',
      zendingen: [goed(oud, [geheim], -TIEN_MINUTEN_MS)],
    },
    {
      naam: 'toekomst',
      titel: 'Een handtekening van over tien minuten',
      verwacht: 'weigeren',
      zendingen: [goed(toekomstig, [geheim], TIEN_MINUTEN_MS)],
    },
    {
      naam: 'daarna',
      titel: 'Na al die weigeringen weer een gewoon bericht',
      verwacht: 'aannemen',
      zendingen: [goed(gemeld())],
    },
  ];
};
