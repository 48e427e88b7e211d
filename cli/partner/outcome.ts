import type { Antwoord } from '../../adapters/uitgaand/verzender.ts';
import type { PogingReden } from '../../contracts/post.ts';
import type { Stap } from './steps.ts';

/** What the answers of a receiver amount to, in plain Dutch. */

export interface Uitkomst {
  readonly naam: string;
  readonly titel: string;
  readonly geslaagd: boolean;
  readonly uitleg: string;
}

/** Longer than this and a receiver that is a bit busier misses the twenty seconds. */
const TRAAG_MS = 5000;

export const ZONDER_ANTWOORD: Readonly<
  Record<Extract<Antwoord, { soort: 'geen antwoord' }>['reden'], string>
> = {
  tijdslimiet: 'geen antwoord binnen 20 seconden',
  verbinding: 'geen verbinding, of een antwoord dat geen http is',
  'adres-geweigerd': 'het adres is niet openbaar: de hub belt het niet',
  certificaat: 'het certificaat van uw server klopt niet',
  'geen-token': 'geen token gekregen',
} satisfies Partial<Record<PogingReden, string>>;

const isGelukt = (status: number): boolean => status >= 200 && status < 300;

/** What is wrong with an answer to a message that should be taken; undefined when nothing. */
const bezwaarBijAannemen = (status: number): string | undefined => {
  if (isGelukt(status)) return undefined;
  if (status === 410) return `${status}: bij 410 stopt de hub met bellen`;
  if (status >= 300 && status < 400) return `${status}: de hub volgt geen doorverwijzing`;
  return `${status}: moet 204 zijn, of een andere 2xx`;
};

/** What is wrong with an answer to a message that should be refused; undefined when nothing. */
const bezwaarBijWeigeren = (status: number): string | undefined => {
  if (isGelukt(status)) return `${status}: aangenomen, terwijl het niet van de hub kan komen`;
  if (status === 410) return `${status}: bij 410 stopt de hub met bellen; antwoord 401`;
  if (status >= 400 && status < 500) return undefined;
  return `${status}: antwoord 401, dan is duidelijk dat het een weigering is`;
};

const BEZWAAR = { aannemen: bezwaarBijAannemen, weigeren: bezwaarBijWeigeren } as const;

/** How one step ended. The first answer that is not right decides. */
export const beoordeel = (
  { naam, titel, verwacht }: Pick<Stap, 'naam' | 'titel' | 'verwacht'>,
  antwoorden: readonly Antwoord[],
): Uitkomst => {
  const gezakt = (uitleg: string): Uitkomst => ({ naam, titel, geslaagd: false, uitleg });
  for (const antwoord of antwoorden) {
    if (antwoord.soort === 'geen antwoord') return gezakt(ZONDER_ANTWOORD[antwoord.reden]);
    const bezwaar = BEZWAAR[verwacht](antwoord.status);
    if (bezwaar !== undefined) return gezakt(bezwaar);
  }
  const statussen = antwoorden.flatMap((antwoord) =>
    antwoord.soort === 'antwoord' ? [antwoord.status] : [],
  );
  const duurMs = Math.max(...antwoorden.map((antwoord) => antwoord.duurMs));
  const traag = duurMs > TRAAG_MS ? '; dat is traag, na 20 seconden geeft de hub op' : '';
  return { naam, titel, geslaagd: true, uitleg: `${statussen.join(', ')} in ${duurMs} ms${traag}` };
};
