/**
 * Remembers the answers of a pure function of a text, the `limit` last used ones: compiling is dear, sources repeat.
 * Pure towards its caller: only how long an answer takes depends on what was asked before.
 */
export function remember<T>(limit: number, compute: (text: string) => T): (text: string) => T {
  const answers = new Map<string, { readonly value: T }>();
  return (text) => {
    const known = answers.get(text) ?? { value: compute(text) };
    // A Map keeps the order of insertion: taking out and putting in again makes the first key the longest unused.
    answers.delete(text);
    answers.set(text, known);
    const oldest = answers.size > limit ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    return known.value;
  };
}
