/** Every element of a list that comes page by page. */
export const allPages = async <Element>(
  readPage: (after?: string) => Promise<{ readonly elements: readonly Element[]; readonly na?: string }>,
): Promise<readonly Element[]> => {
  const elements: Element[] = [];
  let after: string | undefined;
  do {
    const page = await readPage(after);
    elements.push(...page.elements);
    after = page.na;
  } while (after !== undefined);
  return elements;
};
