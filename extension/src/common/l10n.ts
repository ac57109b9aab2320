type Translate = (message: string, ...args: (string | number)[]) => string;

const inEnglish: Translate = (message, ...args) =>
  message.replaceAll(/\{(\d+)\}/g, (_match, index: string) => String(args[Number(index)] ?? ''));

let translate = inEnglish;

/** As `vscode.l10n`, for what must not import VS Code; English until a translator is installed. */
export const l10n = {
  t: (message: string, ...args: (string | number)[]): string => translate(message, ...args),
};

export function installTranslator(translator: Translate): void {
  translate = translator;
}
