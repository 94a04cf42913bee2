/**
 * A text as a text column of either database takes it: PostgreSQL refuses U+0000, and halves of characters. What a
 * definition's data made of a message must not keep a step from being saved.
 */
export const storableText = (text: string): string =>
  text.replaceAll('\0', '\uFFFD').replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD');
