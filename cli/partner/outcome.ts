import type { Response } from '../../adapters/egress/sender.ts';
import type { AttemptReason } from '../../contracts/postvak.ts';
import type { Step } from './steps.ts';

/** What the answers of a receiver amount to, in plain Dutch. */

export interface Outcome {
  readonly naam: string;
  readonly titel: string;
  readonly geslaagd: boolean;
  readonly uitleg: string;
}

/** Longer than this and a receiver that is a bit busier misses the twenty seconds. */
const SLOW_MS = 5000;

export const WITHOUT_RESPONSE: Readonly<Record<Extract<Response, { kind: 'no response' }>['reden'], string>> =
  {
    tijdslimiet: 'geen antwoord binnen 20 seconden',
    verbinding: 'geen verbinding, of een antwoord dat geen http is',
    'adres-geweigerd': 'het adres is niet openbaar: de hub stuurt er niets heen',
    certificaat: 'het certificaat van uw server klopt niet',
    'geen-token': 'geen token gekregen',
  } satisfies Partial<Record<AttemptReason, string>>;

const isSucceeded = (status: number): boolean => status >= 200 && status < 300;

/** What is wrong with an answer to a message that should be taken; undefined when nothing. */
const objectionWhenAccept = (status: number): string | undefined => {
  if (isSucceeded(status)) return undefined;
  if (status === 410) return `${status}: bij 410 stopt de hub met sturen`;
  if (status >= 300 && status < 400) return `${status}: de hub volgt geen doorverwijzing`;
  return `${status}: moet 204 zijn, of een andere 2xx`;
};

/** What is wrong with an answer to a message that should be refused; undefined when nothing. */
const objectionWhenRefuse = (status: number): string | undefined => {
  if (isSucceeded(status)) return `${status}: aangenomen, terwijl het niet van de hub kan komen`;
  if (status === 410) return `${status}: bij 410 stopt de hub met sturen; antwoord 401`;
  if (status >= 400 && status < 500) return undefined;
  return `${status}: antwoord 401, dan is duidelijk dat het een weigering is`;
};

const OBJECTION = { aannemen: objectionWhenAccept, weigeren: objectionWhenRefuse } as const;

/** How one step ended. The first answer that is not right decides. */
export const judge = (
  { naam, titel, verwacht }: Pick<Step, 'naam' | 'titel' | 'verwacht'>,
  responses: readonly Response[],
): Outcome => {
  const failed = (uitleg: string): Outcome => ({ naam, titel, geslaagd: false, uitleg });
  for (const response of responses) {
    if (response.kind === 'no response') return failed(WITHOUT_RESPONSE[response.reden]);
    const objection = OBJECTION[verwacht](response.status);
    if (objection !== undefined) return failed(objection);
  }
  const statuses = responses.flatMap((response) => (response.kind === 'response' ? [response.status] : []));
  const durationMs = Math.max(...responses.map((response) => response.duurMs));
  const slow = durationMs > SLOW_MS ? '; dat is traag, na 20 seconden geeft de hub op' : '';
  return { naam, titel, geslaagd: true, uitleg: `${statuses.join(', ')} in ${durationMs} ms${slow}` };
};
