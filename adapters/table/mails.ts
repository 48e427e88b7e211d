import type { Gemeentecode } from '../../contracts/base-types.ts';
import type { MailSettings } from '../../contracts/mail-settings.ts';
import { known } from '../../domain/known.ts';
import { type KanaalId, kanaalId, kanaalParts } from '../../domain/partners/address.ts';
import { allPages } from './all-pages.ts';
import type { Item, Table } from './table.ts';

/** Who wants a mail when there is something to read, and how far that is. */

/** What a partner wants, and under which version it said so. */
export interface MailChoice extends MailSettings {
  readonly versie: number;
}

/** How far mailing a partner is. */
export interface MailState {
  /** Moment up to which the messages that were put are mailed of. */
  readonly tot?: string;
  /** When the last mail went. */
  readonly verzondenOp?: string;
  /** A mail is being sent, of what was put up to a moment; no other run sends it before `houdbaarTot`. */
  readonly bezig?: { readonly tot: string; readonly houdbaarTot: string };
  /** From when it is looked up whether the last mail came back, and to which address it went. */
  readonly naTeZien?: { readonly vanaf: string; readonly adres: string };
  /** SES refuses the address of this version of the choice, or a mail to it came back (then with that address), since then. */
  readonly geweigerd?: { readonly sinds: string; readonly keuze: number; readonly teruggekomenVan?: string };
  readonly versie: number;
}

/** Partners that want mail, in the index. */
export const STATUS_MAIL = 'MAIL';

const CHOICE = 'KEUZE';
const STATE = 'STAND';

const keyOf = (kanaal: KanaalId, kind: string) => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return { pk: `MAIL#${gemeentecode}`, sk: `${partner}#${kind}` };
};

const contentOf = <Content>(item: Item): Content => JSON.parse(String(item['inhoud']));

const toChoice = (item: Item | undefined): MailChoice | undefined =>
  item && { ...contentOf<MailSettings>(item), versie: Number(item['versie']) };
const toState = (item: Item | undefined): MailState =>
  item === undefined ? { versie: 0 } : { ...contentOf<MailState>(item), versie: Number(item['versie']) };

/** Whether no mail reaches the address that a partner has now. */
export const isRefused = ({ versie }: MailChoice, { geweigerd }: MailState): boolean =>
  geweigerd?.keuze === versie;

/** What partners want to be mailed, and how far that is. */
export const createMails = (
  table: Pick<Table, 'read' | 'insert' | 'replace' | 'partition' | 'perStatus'>,
) => ({
  /** What a partner wants; undefined when nobody said anything. Strongly consistent. */
  choice: async (kanaal: KanaalId): Promise<MailChoice | undefined> =>
    toChoice(await table.read(keyOf(kanaal, CHOICE))),

  /** How far mailing this partner is. Strongly consistent. */
  state: async (kanaal: KanaalId): Promise<MailState> => toState(await table.read(keyOf(kanaal, STATE))),

  /** Keeps what a partner wants, as the successor of what was read; false when somebody else changed it meanwhile. */
  async choose(kanaal: KanaalId, settings: MailSettings, before: MailChoice | undefined, now: Date) {
    const versie = (before?.versie ?? 0) + 1;
    const item = {
      ...keyOf(kanaal, CHOICE),
      versie,
      inhoud: JSON.stringify(settings),
      ...(settings.wanneer === 'nooit' ? {} : { status: STATUS_MAIL, sinds: now.toISOString() }),
    };
    return before === undefined ? table.insert(item) : table.replace(item, { versie: before.versie });
  },

  /** Writes how far it is, as the successor of what was read; as it is then, or undefined when another run did so first. */
  async follow(
    kanaal: KanaalId,
    before: MailState,
    content: Omit<MailState, 'versie'>,
  ): Promise<MailState | undefined> {
    const versie = before.versie + 1;
    const item = { ...keyOf(kanaal, STATE), versie, inhoud: JSON.stringify(content) };
    const isWritten =
      before.versie === 0 ? await table.insert(item) : await table.replace(item, { versie: before.versie });
    return isWritten ? { ...content, versie } : undefined;
  },

  /** Who wants mail. Eventually consistent. */
  async wanted(): Promise<readonly KanaalId[]> {
    const items = await allPages(async (after) => {
      const { items: elements, ...rest } = await table.perStatus(STATUS_MAIL, known({ na: after }));
      return { elements, ...rest };
    });
    // Links to sign in stand in this list too (`link-mails.ts`).
    const choices = items.filter(({ sk }) => sk.endsWith(`#${CHOICE}`));
    return choices.map(({ pk, sk }) =>
      kanaalId(pk.slice('MAIL#'.length) as Gemeentecode, sk.split('#')[0] ?? ''),
    );
  },

  /** Of a gemeente, the partners whom no mail reaches. Strongly consistent. */
  async refused(gemeentecode: Gemeentecode): Promise<ReadonlySet<string>> {
    const items = await table.partition(`MAIL#${gemeentecode}`);
    const at = new Map(items.map((item) => [item.sk, item]));
    return new Set(
      items.flatMap(({ sk }) => {
        const [partner = '', kind] = sk.split('#');
        const choice = kind === CHOICE ? toChoice(at.get(sk)) : undefined;
        const isOut = choice !== undefined && isRefused(choice, toState(at.get(`${partner}#${STATE}`)));
        return isOut ? [partner] : [];
      }),
    );
  },
});

export type Mails = ReturnType<typeof createMails>;
