/** What the language of whoever looks calls what the components say in English. */
export interface Translations {
  /** A BCP 47 tag, such as `de`. */
  readonly language: string;
  /** By the English message, with `{0}` where its arguments go. What is missing stays in English. */
  readonly messages: Readonly<Record<string, string>>;
}

let translations: Translations = { language: 'en', messages: {} };

/** Has everything that is drawn from now on say the translations. */
export function installTranslations(installed: Translations): void {
  translations = installed;
}

/** The language for what the platform words, such as lists. */
export function currentLanguage(): string {
  return translations.language;
}

export const l10n = {
  /** A message with its arguments, in the language that is installed. Called with a literal, which translators get. */
  t: (message: string, ...args: readonly (string | number)[]): string =>
    (translations.messages[message] ?? message).replaceAll(/\{(\d+)\}/g, (_match, index: string) =>
      String(args[Number(index)] ?? ''),
    ),
};
