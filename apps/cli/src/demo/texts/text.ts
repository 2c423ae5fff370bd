/** A text in the three languages that the demo really speaks. */
export interface Text {
  en: string;
  fr: string;
  es: string;
}

export type SpokenLanguage = keyof Text;

const SPOKEN: readonly string[] = ['en', 'fr', 'es'] satisfies SpokenLanguage[];

/** Whether the demo has real texts in this language. */
export function isSpoken(language: string): language is SpokenLanguage {
  return SPOKEN.includes(language);
}

/** The text in a language; where nobody has translated it, the English one, marked as a placeholder. */
export function textIn(language: string, text: Text): string {
  return isSpoken(language) ? text[language] : `[${language}: placeholder] ${text.en}`;
}
