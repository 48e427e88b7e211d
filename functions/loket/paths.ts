/** Where the pages are, as a browser sees it: below the base path of the API. */
const BASE = '/v1/loket';

export const PATHS = {
  start: BASE,
  signIn: `${BASE}/aanmelden`,
  back: `${BASE}/terug`,
  chooseOrganisation: `${BASE}/namens`,
  signOut: `${BASE}/afmelden`,
  link: `${BASE}/link`,
  askLink: `${BASE}/link/vragen`,
  passkey: `${BASE}/passkey`,
  askPasskey: `${BASE}/passkey/vraag`,
  passkeys: `${BASE}/passkeys`,
  askNewPasskey: `${BASE}/passkeys/vraag`,
  removePasskey: `${BASE}/passkeys/verwijderen`,
  day: `${BASE}/vandaag`,
  zaken: `${BASE}/zaken`,
  partners: `${BASE}/partners`,
  shutOut: `${BASE}/partners/stilzetten`,
  figures: `${BASE}/cijfers`,
  medewerkers: `${BASE}/medewerkers`,
  endMedewerker: `${BASE}/medewerkers/beeindigen`,
  sendLink: `${BASE}/medewerkers/link`,
  operations: `${BASE}/beheer`,
  books: `${BASE}/beheer/boeken`,
  receipts: `${BASE}/beheer/ontvangsten`,
  takeUp: `${BASE}/beheer/heropnemen`,
  inbox: `${BASE}/postvak`,
  readOnPage: `${BASE}/postvak/hier`,
  sendAgain: `${BASE}/postvak/opnieuw`,
  replies: `${BASE}/postvak/antwoorden`,
  mail: `${BASE}/mail`,
  week: `${BASE}/week`,
  weekSheet: `${BASE}/week/lijst.csv`,
} as const;

/** The page of a zaak. */
export const zaakPath = (zaakId: string): string => `${PATHS.zaken}/${encodeURIComponent(zaakId)}`;

/** A part of the day list as a page of its own. */
export const dayPartPath = (part: string): string => `${PATHS.day}/${part}`;

/** Where a partner says that it has seen a message. */
export const seenPath = (berichtId: string): string =>
  `${PATHS.inbox}/${encodeURIComponent(berichtId)}/gezien`;

/** Where a partner says that it took up what a message asks. */
export const takeUpPath = (berichtId: string): string =>
  `${PATHS.inbox}/${encodeURIComponent(berichtId)}/opgepakt`;

/** Where a partner says that it cannot do what a message asks. */
export const declinePath = (berichtId: string): string =>
  `${PATHS.inbox}/${encodeURIComponent(berichtId)}/lukt-niet`;

/** Where a gemeente says that it saw to what a partner could not do. */
export const settlePath = (berichtId: string): string =>
  `${PATHS.day}/${encodeURIComponent(berichtId)}/afgehandeld`;

/** Where a gemeente lets a partner in again that was shut out. */
export const letInPath = (partner: string): string =>
  `${PATHS.partners}/${encodeURIComponent(partner)}/toelaten`;

/** Where a gemeente has a partner read its messages on these pages. */
export const readOnPagePath = (partner: string): string =>
  `${PATHS.partners}/${encodeURIComponent(partner)}/hier`;

/** Where a gemeente chooses the mail of a partner. */
export const partnerMailPath = (partner: string): string =>
  `${PATHS.partners}/${encodeURIComponent(partner)}/mail`;

/** The list of the zaken of a gemeente, by what is chosen of it. */
export const zakenPath = (choice: Readonly<Record<string, string>>): string =>
  `${PATHS.zaken}?${new URLSearchParams(choice)}`;

/** The list of who speaks for whom, from where the page before ended. */
export const medewerkersPath = (choice: Readonly<Record<string, string>>): string =>
  `${PATHS.medewerkers}?${new URLSearchParams(choice)}`;

/** What a partner said of its messages, from where the page before ended. */
export const repliesPath = (choice: Readonly<Record<string, string>>): string =>
  `${PATHS.replies}?${new URLSearchParams(choice)}`;

/** What there is to report of a zaak; with an event, the form of it. */
export const reportPath = (zaakId: string, event?: string): string =>
  `${BASE}/melden/${encodeURIComponent(zaakId)}${event === undefined ? '' : `/${event}`}`;

/** What of a zaak can be put right, or sent again. */
export const correctionPath = (zaakId: string): string => `${zaakPath(zaakId)}/rechtzetten`;
/** Where a report on a zaak is withdrawn. */
export const withdrawPath = (zaakId: string): string => `${zaakPath(zaakId)}/intrekken`;
/** Where a partner is sent again what it got of a zaak. */
export const zaakAgainPath = (zaakId: string): string => `${zaakPath(zaakId)}/opnieuw`;

/** The receipts of a status, from where the page before ended. */
export const receiptsPath = (choice: Readonly<Record<string, string>>): string =>
  `${PATHS.receipts}?${new URLSearchParams(choice)}`;

/** The stylesheet, by a digest of what it holds: another one has another address. */
export const stylePath = (digest: string): string => `${BASE}/stijl-${digest}.css`;

/** The script of the pages about passkeys, in the same way. */
export const scriptPath = (digest: string): string => `${BASE}/script-${digest}.js`;

/**
 * Beside the pages, on a hub that runs on the machine of whoever looks: to play with, the contract of the API to read, and
 * the mails that went out.
 */
export const PLAY_PATH = '/spelen';
export const SPECIFICATION_PATH = '/api-docs';
export const MAIL_PATH = '/mail';
