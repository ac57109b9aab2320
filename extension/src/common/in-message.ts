/** Foreign text for a message of VS Code's, which makes links of `[…](…)` and, in the status bar, icons of `$(…)`. */
export function inMessage(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')').replaceAll('$(', '$ (');
}
