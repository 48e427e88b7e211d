import type * as z from 'zod';
import { chunk } from '../../../adapters/chunk.ts';
import { AbonnementView } from '../../../contracts/abonnementen-view.ts';
import { Ontvangsten } from '../../../contracts/api.ts';
import { Balans, Openstaand } from '../../../contracts/balans.ts';
import { addBalans, type BalansPage, EMPTY_BALANS } from '../../../domain/delivery/books.ts';
import { HEALTHY, type ReceiverHealth } from '../../../domain/delivery/circuit.ts';
import { gemeenteProfiles } from '../../../domain/gemeenten/index.ts';
import { known } from '../../../domain/known.ts';
import type { Operations } from '../../../domain/organisations.ts';
import type { KanaalId } from '../../../domain/partners/address.ts';
import { kanalenOf } from '../../../domain/regievoerder/kanaal.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { showAbonnement } from '../../shared/rest/resources/abonnement-view.ts';
import { readBalans, readOpenstaand } from '../../shared/rest/resources/balans.ts';
import { heropnemen, readOntvangsten } from '../../shared/rest/resources/operations.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { OntvangstChoice } from '../words/operations.ts';
import { ask, askedBy, contentOf } from './ask.ts';

/** What who operates the hub sees and does on its pages: counts, ids and reasons, and nothing of a person. */

/** An abonnement of a partner, with how its receiver does. */
export interface AbonnementHealth {
  readonly kanaal: KanaalId;
  readonly abonnement: AbonnementView;
  readonly health: ReceiverHealth;
}

/** A place with dead letters, as `hub redrive` names it. */
export interface DeadCount {
  readonly place: string;
  readonly aantal: number;
  readonly sinds: string;
}

export interface OperationsView {
  readonly openstaand: Openstaand;
  readonly subscriptions: readonly AbonnementHealth[];
  readonly deadLetters: readonly DeadCount[];
}

/** Receivers that are looked up side by side. */
const TOGETHER = 25;

/** The abonnementen of every partner, with the health of each receiver. */
const subscriptionsOf = async ({
  kanalen,
  clock,
}: LoketDependencies): Promise<readonly AbonnementHealth[]> => {
  const receivers = gemeenteProfiles.flatMap(kanalenOf);
  const settings = await kanalen.settingsOfAll(receivers);
  const all = receivers.flatMap((kanaal) =>
    settings(kanaal).abonnementen.map((abonnement) => ({ kanaal, abonnement })),
  );
  const healthOf = async ({ kanaal, abonnement }: (typeof all)[number]): Promise<AbonnementHealth> => {
    const state = await kanalen.state<ReceiverHealth>(abonnement.id, 'GEZONDHEID');
    const health = state?.waarde ?? HEALTHY;
    // As the API shows it, which names no secret.
    return {
      kanaal,
      abonnement: AbonnementView.parse(showAbonnement(abonnement, clock.now(), health)),
      health,
    };
  };
  const found: AbonnementHealth[] = [];
  for (const some of chunk(all, TOGETHER)) found.push(...(await Promise.all(some.map(healthOf))));
  return found;
};

/** What the watch counted, what is on its way, and how receivers do. */
export const operationsOfReader = async (
  needed: LoketDependencies,
  organisation: Operations,
): Promise<OperationsView> => {
  const [openstaand, subscriptions, dead] = await Promise.all([
    ask(needed, 'raadplegen', Openstaand, askedBy(organisation), readOpenstaand),
    subscriptionsOf(needed),
    needed.deadLetters(),
  ]);
  return {
    openstaand,
    subscriptions,
    deadLetters: Object.entries(dead)
      .map(([place, count]) => ({ place, ...count }))
      .toSorted((one, other) => (one.place < other.place ? -1 : 1)),
  };
};

/** The books, as far as they could be made up while somebody waits. */
export interface BooksView {
  readonly balans: BalansPage;
  readonly isWhole: boolean;
}

/** The function may take 28 seconds, and one page of the books takes a little more than five. */
const BOOKS_MS = 15_000;

/** The books of all gemeenten, as far as they were made up within the time of a page. */
export const booksOfReader = async (
  needed: LoketDependencies,
  organisation: Operations,
): Promise<BooksView> => {
  const begun = needed.clock.now().getTime();
  let balans: BooksView['balans'] = EMPTY_BALANS;
  let after: string | undefined;
  do {
    const request = askedBy(organisation, { query: known({ na: after }) });
    const page = await ask(needed, 'raadplegen', Balans, request, readBalans);
    balans = addBalans(balans, page);
    after = page.na;
  } while (after !== undefined && needed.clock.now().getTime() - begun < BOOKS_MS);
  return { balans, isWhole: after === undefined };
};

/** So many receipts stand on a page. */
const PAGE = 40;

export type ReceiptsView = z.infer<typeof Ontvangsten> & { readonly status: OntvangstChoice };

/** Messages that were accepted and are not processed, without their content. */
export const receiptsOfReader = async (
  { ontvangsten }: Pick<LoketDependencies, 'ontvangsten'>,
  organisation: Operations,
  status: OntvangstChoice,
  after: string | undefined,
): Promise<ReceiptsView> => {
  const query = { status, ...known({ na: after }) };
  const list: LoketDependencies['ontvangsten']['list'] = (of, from) =>
    ontvangsten.list(of, from, undefined, PAGE);
  const answer = await readOntvangsten(askedBy(organisation, { query }), { ontvangsten: { list } });
  return { ...contentOf(Ontvangsten, answer), status };
};

/** What became of a message that an operator takes up again. */
type TakenUp = 'heropgenomen' | 'al-verwerkt' | 'stand-laat-niet-toe';

/** Offers a message again, as if it had just come, or says why not. Nobody reads what it holds. */
export const takeUp = async (
  needed: LoketDependencies,
  organisation: Operations,
  ontvangstId: string,
): Promise<TakenUp> => {
  try {
    await heropnemen(askedBy(organisation, { pathValues: { ontvangstId }, body: {} }), needed);
  } catch (error) {
    const kind = isApiProblem(error) ? error.problem.kind : undefined;
    if (kind !== 'al-verwerkt' && kind !== 'stand-laat-niet-toe') throw error;
    return kind;
  }
  needed.log.info('bericht heropgenomen', { ontvangstId, door: organisation.sleutel });
  return 'heropgenomen';
};
