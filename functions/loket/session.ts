import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Seals } from '../../adapters/secrets/seals.ts';
import { SCOPES } from '../../domain/scopes.ts';

/** Who is signed in. It stands in the browser alone, sealed; whether it still counts is asked at every request. */
const Session = z.strictObject({
  id: z.uuid(),
  /** Key of the organisation for which somebody signed in. */
  organisatie: z.string().min(1),
  scopes: z.array(z.enum(SCOPES)),
  /** Who signed in, by the id that the logbook has; absent in a session of before it had one. */
  medewerker: z.uuid().optional(),
  /** The mail address that the issuer vouched for: who is ended on the list under it is out. Absent in one of before it was kept. */
  adres: z.string().optional(),
  /** Speaks for it by the list of the gemeente alone: the list says at every request whether, and with which rights. */
  lijst: z.literal(true).optional(),
  /** By which they came in: the issuer, a link from a mail or a passkey; absent in a session of before it was noted. */
  via: z.enum(['uitgever', 'link', 'passkey']).optional(),
  /** What the page calls who signed in. */
  naam: z.string(),
  tokenId: z.string().optional(),
  /** For whom the issuer speaks through a client that was admitted: who withdraws that ends the session. */
  client: z.strictObject({ uitgever: z.string(), client: z.string() }).optional(),
  /** When it began (ms since 1970). */
  begin: z.int(),
});
export type Session = Readonly<z.infer<typeof Session>>;

/** A session that nobody uses ends after half an hour, and any after a working day. */
const IDLE_SECONDS = 30 * 60;
const LONGEST_MS = 8 * 3600 * 1000;
const USE = 'sessie';

/** A session that begins now. */
export const newSession = (who: Omit<Session, 'id' | 'begin'>, now: Date): Session => ({
  ...who,
  id: randomUUID(),
  begin: now.getTime(),
});

/** How long it goes on without being used. */
export const secondsLeft = ({ begin }: Session, now: Date): number =>
  Math.max(0, Math.min(IDLE_SECONDS, Math.floor((begin + LONGEST_MS - now.getTime()) / 1000)));

/** A session as the text of its cookie, sealed for as long as it goes on without being used. */
export const sealSession = (seals: Seals, session: Session, now: Date): Promise<string> =>
  seals.seal(USE, session, now, secondsLeft(session, now));

/** The session of a cookie; undefined when there is none that counts. */
export const openSession = async (
  seals: Seals,
  sealed: string | undefined,
  now: Date,
): Promise<Session | undefined> => {
  if (sealed === undefined) return undefined;
  const read = Session.safeParse(await seals.open(USE, sealed, now));
  return read.success && secondsLeft(read.data, now) > 0 ? read.data : undefined;
};

/** What every form of this session carries, so that no other site can send one. */
export const csrfMark = (seals: Seals, { id }: Session): string => seals.mark(id);

/** Whether a form carries the mark of this session. */
export const isCsrfMark = (seals: Seals, { id }: Session, mark: string): boolean => seals.isMark(mark, id);
