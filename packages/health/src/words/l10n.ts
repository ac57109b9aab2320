/** Puts arguments where a message has `{0}`, in the language that people read. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** What another language calls what is written in English here. */
export interface Translations {
  /** A BCP 47 tag, such as `de`. */
  readonly language: string;
  /** By the English message, with `{0}` where its arguments go. What is missing stays in English. */
  readonly messages: Readonly<Record<string, string>>;
}

const fill: Translate = (message, ...args) =>
  message.replaceAll(/\{(\d+)\}/g, (_match, index: string) => String(args[Number(index)] ?? ''));

let translate = fill;
let language = 'en';

/** A message with its arguments. Called with a literal, so that translators get all messages of the sources. */
export const l10n = {
  t: (message: string, ...args: (string | number)[]): string => translate(message, ...args),
};

/** Has a host's own translator, such as `vscode.l10n.t`, say all messages from now on. */
export function installTranslator(translator: Translate): void {
  translate = translator;
}

/** Has all messages said in another language from now on. */
export function installTranslations(installed: Translations): void {
  language = installed.language;
  translate = (message, ...args) => fill(installed.messages[message] ?? message, ...args);
}

/** The language for what the platform words, such as lists. */
export function currentLanguage(): string {
  return language;
}

/** The same words as the beginning of a sentence. */
export function capitalize(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase(language) + words.slice(1);
}
