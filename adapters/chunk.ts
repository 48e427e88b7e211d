/** A list cut into parts of at most this size, in order. */
export const chunk = <Element>(list: readonly Element[], size: number): readonly (readonly Element[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, number) =>
    list.slice(number * size, (number + 1) * size),
  );
