/** Control characters, and the invisible ones that reorder or hide what stands beside them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Foreign text as one line of visible characters.
 * @param maxLength characters, of which the last becomes an ellipsis where there are more
 */
export function plainText(text: string, maxLength: number): string {
  const seen = text
    .slice(0, maxLength * 4)
    .replaceAll(unseen, ' ')
    .trim();
  return seen.length > maxLength ? `${seen.slice(0, maxLength - 1)}…` : seen;
}
