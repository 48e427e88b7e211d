import type { SendEntry } from '../../adapters/table/outbound.ts';
import { orderFields } from '../../contracts/partnerberichten.ts';
import { aboutWhat } from '../../contracts/partnerrollen.ts';
import type { OutgoingBericht, PostvakItem } from '../../domain/delivery/item.ts';
import { isEnd } from '../../domain/delivery/withdrawn.ts';
import type { InburgeraarNotice, Notice } from '../../domain/partners/notices.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';

/**
 * What a partner is still told of somebody: what a later commit leaves out, an address that is secret by then among it, goes out no
 * more. By the notices alone: the message of the later commit need not lie in the postvak yet.
 */

/** By partner the last notice in these commits that says who comes, or that it is over: it names all that its partner is still told. */
export type LastNotices = ReadonlyMap<KanaalId, InburgeraarNotice>;

export const lastNoticesIn = (commits: SendEntry['commits']): LastNotices =>
  new Map(
    commits.flatMap(({ inhoud }) =>
      inhoud.meldingen.flatMap((notice) =>
        notice.soort === 'stap' ? [] : [[notice.partner, notice] as const],
      ),
    ),
  );

/**
 * A message of a notice without the fields that the last notice to its partner leaves out. As it is when there is none after it, or that
 * one says that it is over; a step, and that it is over, stay as they are too. What the contract requires is in both, as both are of one role.
 */
export const asStillTold = <Message extends OutgoingBericht>(
  message: Message,
  { soort, rol, partner, volgnummer }: Notice,
  lasts: LastNotices,
): Message => {
  const last = lasts.get(partner);
  if (last === undefined || last.volgnummer <= volgnummer || last.rol !== rol) return message;
  const saysWho = (kind: Notice['soort']): boolean => kind === 'gemeld' || kind === 'gewijzigd';
  if (!saysWho(soort) || !saysWho(last.soort) || isEnd(message)) return message;
  const kept = new Set([...Object.keys(orderFields[aboutWhat(rol)]), 'gewijzigd', ...last.velden]);
  const fields = Object.entries(message.data);
  const told = fields.filter(([name]) => kept.has(name));
  return told.length === fields.length ? message : { ...message, data: Object.fromEntries(told) };
};

/** The same of a message that lies in the postvak; undefined when it stays as it lies. */
export const messageStillTold = (
  { tekst }: Pick<PostvakItem, 'tekst'>,
  notice: Notice,
  lasts: LastNotices,
): OutgoingBericht | undefined => {
  if (tekst === undefined) return undefined;
  const own: OutgoingBericht = JSON.parse(tekst);
  const still = asStillTold(own, notice, lasts);
  return still === own ? undefined : still;
};
