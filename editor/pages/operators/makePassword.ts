/** Without those that are taken for others when read aloud; 32, so that each is as likely. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
const length = 20;

/**
 * A password by chance, of a hundred bits.
 * @returns it, in groups of five letters
 */
export function makePassword(): string {
  const drawn = [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => letters[byte % letters.length]);
  return [0, 5, 10, 15].map((start) => drawn.slice(start, start + 5).join('')).join('-');
}
