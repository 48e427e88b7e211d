import type { Scope } from '../../../domain/scopes.ts';
import { SCRIPT_DIGEST } from '../browser/digest.ts';
import { type Html, html } from '../html.ts';
import { NEEDED } from '../needed.ts';
import { PATHS, scriptPath, stylePath } from '../paths.ts';
import { STYLE_DIGEST } from '../style/digest.ts';

/** Who looks at a page, and the mark that every form of this session carries. */
export interface Reader {
  readonly naam: string;
  readonly organisatie: string;
  readonly rol: 'gemeente' | 'partner' | 'beheer';
  /** May add a passkey. */
  readonly mayAddPasskey?: boolean;
  /** Their rights; absent: all that somebody of their kind of organisation can have. */
  readonly scopes?: readonly Scope[];
  readonly mark: string;
}

/** Whether somebody has the right that a page or a button needs. What they may not open is not offered. */
export const mayOpen = ({ scopes }: Pick<Reader, 'scopes'>, scope: Scope): boolean =>
  scopes === undefined || scopes.includes(scope);

export interface Page {
  readonly title: string;
  readonly content: Html;
  /** Absent of who is not signed in. */
  readonly reader?: Reader | undefined;
  /** The path of the page, which the navigation shows as the one that is open. */
  readonly path?: string;
  /** What stands at the end instead of that looking is logged. */
  readonly foot?: string;
  /** The script of the hub runs on it. */
  readonly hasScript?: true;
}

const FOOT = 'Wat u hier bekijkt, wordt vastgelegd. Vragen? Bel of mail Team Inburgering van de gemeente.';

const LINKS = {
  gemeente: [
    [PATHS.day, 'Vandaag', NEEDED.day],
    [PATHS.zaken, 'Zaken', NEEDED.zaken],
    [PATHS.partners, 'Partners', NEEDED.door],
    [PATHS.figures, 'Cijfers', NEEDED.figures],
    [PATHS.medewerkers, 'Medewerkers', NEEDED.medewerkers],
  ],
  partner: [
    [PATHS.inbox, 'Berichten', NEEDED.inbox],
    [PATHS.week, 'Te doen', NEEDED.week],
  ],
  beheer: [
    [PATHS.operations, 'Beheer', NEEDED.operations],
    [PATHS.receipts, 'Ontvangsten', NEEDED.operations],
    [PATHS.books, 'Boeken', NEEDED.operations],
  ],
} as const satisfies Readonly<Record<Reader['rol'], readonly (readonly [string, string, Scope])[]>>;

/** The field by which a form shows that a page of this session made it. */
export const csrfField = ({ mark }: Pick<Reader, 'mark'>): Html =>
  html`<input type="hidden" name="kenmerk" value="${mark}">`;

/** A heading of this level. */
export const heading = (text: string): Html => html`<h1 class="utrecht-heading-1">${text}</h1>`;

/** A paragraph of a page. */
export const paragraph = (...parts: readonly (string | Html)[]): Html =>
  html`<p class="utrecht-paragraph utrecht-paragraph--distanced">${parts}</p>`;

/** A link with this text. */
export const link = (address: string, text: string | Html): Html =>
  html`<a class="utrecht-link utrecht-link--html-a" href="${address}">${text}</a>`;

/** Several links beside each other, each a line on a narrow screen that has no room for them. */
export const linkList = (
  links: readonly { readonly address: string; readonly text: string; readonly isCurrent?: boolean }[],
): Html =>
  html`<ul class="utrecht-nav-list" role="list">${links.map(({ address, text, isCurrent }) => navLink(address, text, isCurrent === true))}</ul>`;

const navLink = (address: string, text: string, isCurrent: boolean): Html =>
  html`<li class="utrecht-nav-list__item"><a class="utrecht-link utrecht-link--html-a utrecht-nav-list__link" href="${address}"${isCurrent ? html` aria-current="page"` : undefined}>${text}</a></li>`;

/** A message above the content: read out at once when it says what is wrong. */
export const notice = (kind: 'info' | 'ok' | 'error', ...parts: readonly Html[]): Html =>
  html`<div class="utrecht-alert utrecht-alert--${kind}" role="${kind === 'error' ? 'alert' : 'status'}"><div class="utrecht-alert__content"><div class="utrecht-alert__message">${parts}</div></div></div>`;

const linksOf = (reader: Reader): readonly (readonly [address: string, text: string])[] => [
  ...LINKS[reader.rol].flatMap(([address, text, scope]) =>
    mayOpen(reader, scope) ? [[address, text] as const] : [],
  ),
  ...(reader.mayAddPasskey === true ? ([[PATHS.passkeys, 'Aanmelden zonder mail']] as const) : []),
];

/** With which page somebody begins: the first that they may open. */
export const firstPageOf = (reader: Reader): string => linksOf(reader)[0]?.[0] ?? LINKS[reader.rol][0][0];

const navigation = (reader: Reader, path: string | undefined): Html => html`
<nav class="utrecht-nav-bar" aria-label="Hoofdmenu"><div class="utrecht-nav-bar__content">${linkList(
  linksOf(reader).map(([address, text]) => ({ address, text, isCurrent: address === path })),
)}</div></nav>`;

const header = (reader: Reader | undefined, path: string | undefined): Html => html`
<header class="utrecht-page-header"><div class="utrecht-page-header__content loket-kop">
<p class="utrecht-paragraph loket-naam">Inburgeringshub</p>${
  reader &&
  html`
<form class="loket-kop" method="post" action="${PATHS.signOut}">${csrfField(reader)}
<p class="utrecht-paragraph">${reader.naam === '' ? undefined : `${reader.naam}, `}${reader.organisatie}</p>
<button class="utrecht-button utrecht-button--secondary-action" type="submit">Afmelden</button></form>`
}</div></header>${reader && navigation(reader, path)}`;

/** A whole page, around its content. */
export const layout = ({
  title,
  content,
  reader,
  path,
  foot = FOOT,
  hasScript,
}: Page): Html => html`<!doctype html>
<html lang="nl" class="loket-thema">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Inburgeringshub</title>
<link rel="stylesheet" href="${stylePath(STYLE_DIGEST)}">${
  hasScript &&
  html`
<script src="${scriptPath(SCRIPT_DIGEST)}" defer></script>`
}
</head>
<body class="utrecht-document utrecht-document--surface utrecht-surface">
<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#inhoud">Naar de inhoud</a>
<div class="utrecht-page">${header(reader, path)}
<main class="utrecht-page-content loket-inhoud" id="inhoud" tabindex="-1">
${content}
</main>
<footer class="utrecht-page-footer"><div class="utrecht-page-footer__content">
<p class="utrecht-paragraph">${foot}</p>
</div></footer>
</div>
</body>
</html>
`;
